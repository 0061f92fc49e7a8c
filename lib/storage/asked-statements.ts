import type { Database, SqlValue, Statement } from './database';

/** For tests: what the database is asked from now on, one entry a statement, in order. */
export function askedStatements(database: Database): Statement[] {
  const asked: Statement[] = [];
  const query = database.query.bind(database);
  database.query = (text: string, values: SqlValue[]) => {
    asked.push({ text, values });
    return query(text, values);
  };
  return asked;
}
