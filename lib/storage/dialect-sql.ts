/** The few places where the two databases' SQL differs in what the saver asks. */
export interface DialectSql {
  /** A parameter that holds JSON text, for a JSON column. */
  jsonParameter(parameter: string): string;
  /** A JSON column as text. */
  jsonText(column: string): string;
  /** The JSON text of one key of a JSON column equals a parameter; both parameters are text. */
  jsonKeyEquals(column: string, key: string, value: string): string;
  /** How `jsonKeyEquals` wants its key; null when the dialect can't name it. */
  jsonKey(key: string): string | null;
  /** A JSON array of objects, given as a parameter, as a table `keys`. Bytes are in it as hex. */
  keyTable(parameter: string, columns: Record<string, 'text' | 'integer' | 'bytes'>): string;
}

export const sqliteSql: DialectSql = {
  jsonParameter: (parameter) => parameter,
  jsonText: (column) => column,
  jsonKeyEquals: (column, key, value) => `(${column} -> ${key}) = ${value}`,
  jsonKey: (key) => (/["\\]/.test(key) ? null : `$."${key}"`),
  keyTable(parameter, columns) {
    const list = Object.entries(columns).map(([name, type]) => {
      const value = `value ->> '${name}'`;
      return `${type === 'bytes' ? `unhex(${value})` : value} AS ${name}`;
    });
    return `(SELECT ${list.join(', ')} FROM json_each(${parameter})) AS keys`;
  },
};

export const postgresSql: DialectSql = {
  jsonParameter: (parameter) => `${parameter}::text::jsonb`,
  jsonText: (column) => `${column}::text`,
  jsonKeyEquals: (column, key, value) => `(${column} -> ${key}::text) = ${value}::text::jsonb`,
  jsonKey: (key) => key,
  keyTable(parameter, columns) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type === 'integer' ? 'integer' : 'text'}`);
    const list = Object.entries(columns).map(([name, type]) =>
      type === 'bytes' ? `decode(${name}, 'hex') AS ${name}` : name,
    );
    return `(SELECT ${list.join(', ')} FROM json_to_recordset(${parameter}::text::json) AS given(${types.join(', ')})) AS keys`;
  },
};
