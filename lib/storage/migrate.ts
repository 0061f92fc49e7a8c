import type { Migration } from '@/drizzle/migration';
import { EngineError } from '@/engine';

/** Kept by hand, since it must be there before the first migration. */
export const CREATE_MIGRATIONS_TABLE =
  'CREATE TABLE IF NOT EXISTS store_migrations (name text PRIMARY KEY, applied_at bigint NOT NULL)';
export const READ_MIGRATIONS = 'SELECT name FROM store_migrations';
export const ADD_MIGRATION = 'INSERT INTO store_migrations (name, applied_at) VALUES ($1, $2)';

/**
 * What is still to be applied, in order. Drizzle's own `migrate()` takes no lock (two processes that open a new file at
 * once collide), reads a folder that a bundle does not have, and passes over a newer version's database.
 * @throws EngineError NEWER_DATABASE when the database has migrations that this version does not know.
 */
export function pendingMigrations(known: Migration[], applied: string[], place: string): Migration[] {
  const unknown = applied.filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new EngineError(
      'NEWER_DATABASE',
      `${place} was written by a newer version of Retrograph (it has ${unknown.join(', ')}). Update Retrograph, or use another database.`,
    );
  }
  return known.filter((migration) => !applied.includes(migration.name));
}
