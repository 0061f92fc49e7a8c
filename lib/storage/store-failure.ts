import { EngineError } from '@/engine';

const GO_ON = 'then continue the thread';

/** Found by what an extended code of SQLite begins with. */
const SQLITE_WAYS_OUT: Record<string, string> = {
  SQLITE_FULL: `Make room on its disk, ${GO_ON}.`,
  SQLITE_READONLY: `Let this process write to the file and its folder, ${GO_ON}.`,
  SQLITE_BUSY: `Another process holds its lock for too long. Let that one finish or end it, ${GO_ON}.`,
  SQLITE_CANTOPEN: 'Check that its folder is there and that this process may write to it.',
  SQLITE_IOERR: `Check its disk, ${GO_ON}.`,
  SQLITE_CORRUPT: 'The file is damaged. Restore it from a copy, or use another one.',
  SQLITE_NOTADB: 'The file is no SQLite database. Use another one.',
};

/** Found by PostgreSQL's code, or by its class, the first two characters. */
const POSTGRES_WAYS_OUT: Record<string, string> = {
  '25006': 'It takes no writes, as a standby does not. Let DATABASE_URL name the primary.',
  '28': 'Check the user and the password in DATABASE_URL.',
  '53100': `Make room on its disk, ${GO_ON}.`,
  '53300': 'Raise its max_connections, or let fewer processes use it.',
  '55P03': `Something holds a lock for too long. Let that finish or end it, ${GO_ON}.`,
  '57014': `Something holds a lock, or it is overloaded. When that is over, continue the thread.`,
};
const POSTGRES_WAY_OUT = 'Check that it runs and that DATABASE_URL is right.';

/** The error of a SQLite file: its name, what SQLite says, and the way out where one is known. */
export function sqliteFailure(path: string, cause: unknown): EngineError {
  const code = codeOf(cause);
  const [, wayOut] = Object.entries(SQLITE_WAYS_OUT).find(([beginning]) => code.startsWith(beginning)) ?? [];
  return failure(`The SQLite database ${path}`, cause, wayOut);
}

/** The same of a PostgreSQL database. */
export function postgresFailure(cause: unknown): EngineError {
  const code = codeOf(cause);
  const wayOut = POSTGRES_WAYS_OUT[code] ?? POSTGRES_WAYS_OUT[code.slice(0, 2)] ?? POSTGRES_WAY_OUT;
  return failure('The PostgreSQL database', cause, wayOut);
}

function failure(database: string, cause: unknown, wayOut: string | undefined): EngineError {
  const fact = cause instanceof Error ? cause.message : String(cause);
  const message = `${database} failed: ${fact}${wayOut === undefined ? '' : `. ${wayOut}`}`;
  return new EngineError('STORE_FAILED', message, { cause });
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown } | null)?.code ?? '');
}
