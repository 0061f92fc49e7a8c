import { openPostgresStore } from './postgres-store';
import { openSqliteStore } from './sqlite-store';
import type { Store } from './store';

/** `postgres://…` and `postgresql://…` open PostgreSQL; `file:…` and paths a SQLite file, with its folder. */
export async function openStore(url: string): Promise<Store> {
  return /^postgres(ql)?:\/\//.test(url) ? openPostgresStore(url) : openSqliteStore(url);
}
