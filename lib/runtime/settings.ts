import path from 'node:path';
import { z } from 'zod';

export interface Settings {
  /** `file:/absolute/path.db` or `postgres://…`. */
  databaseUrl: string;
  host: string;
  port: number;
  /** Other web origins that may call the API, as browsers write them: `https://chat.example`. */
  origins: string[];
  /** The config file that the person named, absolute; null: look in the working directory. */
  configPath: string | null;
  token: string | null;
  /** Checkpoints older than this are removed, except what is still needed. Null: nothing is. */
  retentionMs: number | null;
  /** Where the person stood: `npm start` itself changes to the package root. */
  workingDirectory: string;
}

/** The start stops with this message: it names the setting, what is wrong and the way out. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const KNOWN = ['RETROGRAPH_ORIGINS', 'RETROGRAPH_CONFIG', 'RETROGRAPH_TOKEN', 'RETROGRAPH_RETENTION'];
const LOOPBACK = ['127.0.0.1', 'localhost', '::1', '[::1]'];

const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)/, 'must start with file: or postgres://')
    .optional(),
  HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  PORT: z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535).default(3000),
  RETROGRAPH_ORIGINS: z.string().default('').transform(parseOrigins),
  RETROGRAPH_CONFIG: z.string().optional(),
  RETROGRAPH_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters; make one with: openssl rand -hex 24')
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional(),
  RETROGRAPH_RETENTION: z.string().transform(parseTimeSpan).optional(),
});

/** @throws SettingsError for an unknown `RETROGRAPH_*` name, a bad value, or a wide host without a token. */
export function parseSettings(environment: Record<string, string | undefined>, cwd: string): Settings {
  refuseUnknownNames(environment);
  const parsed = environmentSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(describeIssue).join('\n'));
  const found = parsed.data;
  if (!LOOPBACK.includes(found.HOST) && found.RETROGRAPH_TOKEN === undefined) {
    throw new SettingsError(
      `HOST is "${found.HOST}": other machines could read and run everything here. Set RETROGRAPH_TOKEN to a secret of at least 16 characters as well, or leave HOST out to listen on 127.0.0.1 only.`,
    );
  }
  const workingDirectory = path.resolve(environment.INIT_CWD || cwd);
  return {
    databaseUrl: absoluteUrl(found.DATABASE_URL, workingDirectory),
    host: found.HOST.replace(/^\[|\]$/g, ''),
    port: found.PORT,
    origins: found.RETROGRAPH_ORIGINS,
    configPath: found.RETROGRAPH_CONFIG === undefined ? null : path.resolve(workingDirectory, found.RETROGRAPH_CONFIG),
    token: found.RETROGRAPH_TOKEN ?? null,
    retentionMs: found.RETROGRAPH_RETENTION ?? null,
    workingDirectory,
  };
}

function refuseUnknownNames(environment: Record<string, string | undefined>): void {
  const unknown = Object.keys(environment).filter((name) => name.startsWith('RETROGRAPH_') && !KNOWN.includes(name));
  if (unknown.length === 0) return;
  throw new SettingsError(
    `${unknown.join(', ')}: no such setting. Those that exist are ${KNOWN.join(', ')}, DATABASE_URL, HOST, PORT.`,
  );
}

/** `HOST= npm start` means the default, as shells and containers write it. */
function withoutEmpty(environment: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : []));
  return Object.fromEntries(entries);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])}: ${issue.message}.`;
}

function parseOrigins(text: string, context: z.RefinementCtx): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((item) => {
      const origin = originOf(item);
      if (origin === null)
        context.addIssue({
          code: 'custom',
          message: `"${item}" is no web origin such as https://chat.example or http://localhost:5173`,
        });
      return origin ?? item;
    });
}

const UNIT_MS: Record<string, number> = { h: 3_600_000, d: 86_400_000 };

function parseTimeSpan(text: string, context: z.RefinementCtx): number {
  const [, count = '0', unit = ''] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  const spanMs = Number(count) * (UNIT_MS[unit] ?? 0);
  if (spanMs === 0) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no time span; write days or hours, such as 7d or 12h. Leave it out to keep everything`,
    });
  }
  return spanMs;
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return isBare && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}

function absoluteUrl(databaseUrl: string | undefined, workingDirectory: string): string {
  if (databaseUrl === undefined) return `file:${path.join(workingDirectory, '.retrograph', 'retrograph.db')}`;
  if (!databaseUrl.startsWith('file:')) return databaseUrl;
  const file = databaseUrl.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  return `file:${path.resolve(workingDirectory, file)}`;
}
