import { createHash, timingSafeEqual } from 'node:crypto';
import type { Settings } from './settings';

/**
 * Who may talk to this server.
 *
 * I1 A request must name this machine as its Host: a foreign name that resolves to 127.0.0.1 (DNS rebinding) is refused.
 * I2 A browser's request must come from our own pages (same origin) or from an origin named in the settings.
 * I3 With a token set, everything but a preflight needs it. The cookie holds only a digest of it.
 */

export type GateSettings = Pick<Settings, 'host' | 'origins' | 'token'>;

export interface GateRequest {
  method: string;
  headers: Headers;
}

export type Verdict =
  | { kind: 'allow'; corsOrigin: string | null }
  | { kind: 'refuse'; status: 401 | 403; code: 'FOREIGN_HOST' | 'FOREIGN_ORIGIN' | 'UNAUTHORIZED'; message: string };

export const TOKEN_COOKIE = 'retrograph_token';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const WILDCARD_HOSTS = ['0.0.0.0', '::'];

export function judgeRequest(request: GateRequest, settings: GateSettings): Verdict {
  const host = request.headers.get('host');
  if (!isOwnHost(host, settings)) {
    return refuse(
      403,
      'FOREIGN_HOST',
      `This server does not answer as "${host ?? ''}". Open it as http://localhost with its port.`,
    );
  }
  const origin = request.headers.get('origin');
  const corsOrigin = origin !== null && settings.origins.includes(origin) ? origin : null;
  if (corsOrigin === null && isForeign(request, origin, host)) {
    const name = origin ?? 'another site';
    return refuse(
      403,
      'FOREIGN_ORIGIN',
      `Pages of ${name} may not use this server. To allow that, name the origin in RETROGRAPH_ORIGINS.`,
    );
  }
  const isPreflight = request.method === 'OPTIONS' && corsOrigin !== null;
  if (!isPreflight && settings.token !== null && !carriesToken(request.headers, settings.token)) {
    return refuse(
      401,
      'UNAUTHORIZED',
      'A token is needed: send it as "Authorization: Bearer …" or "x-api-key", or open /?token=… once in the browser.',
    );
  }
  return { kind: 'allow', corsOrigin };
}

/** What the cookie holds: of no use to find the token with. */
export function cookieValue(token: string): string {
  return digest(`retrograph-cookie:${token}`).toString('hex');
}

export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function isOwnHost(host: string | null, settings: GateSettings): boolean {
  if (host === null) return false;
  // Listening on every address, the machine has names we don't know; a token is set then, which a rebound name does not have.
  if (WILDCARD_HOSTS.includes(settings.host)) return true;
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const own = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return LOOPBACK_NAMES.includes(name) || name === own.toLowerCase();
}

function isForeign(request: GateRequest, origin: string | null, host: string | null): boolean {
  if (origin !== null) return !isSameHost(origin, host);
  const site = request.headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return false;
  // A link on another site may open a page here; anything else that another site makes the browser send may not.
  return !(request.headers.get('sec-fetch-mode') === 'navigate' && request.method === 'GET');
}

function isSameHost(origin: string, host: string | null): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase().replace(/:(80|443)$/, '');
}

function carriesToken(headers: Headers, token: string): boolean {
  const bearer = /^bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const given = bearer ?? headers.get('x-api-key');
  if (given != null) return isToken(given.trim(), token);
  const cookie = readCookie(headers.get('cookie') ?? '', TOKEN_COOKIE);
  return cookie !== null && isToken(cookie, cookieValue(token));
}

function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(status: 401 | 403, code: Extract<Verdict, { kind: 'refuse' }>['code'], message: string): Verdict {
  return { kind: 'refuse', status, code, message };
}
