export type SqlType = 'text' | 'bytes' | 'integer' | 'bigint' | 'flag';

/** The few places where the two databases' SQL differs in what the stores ask. */
export interface DialectSql {
  /** A parameter whose type PostgreSQL can't tell from where it stands. A flag is given as 0 or 1. */
  typed(parameter: string, type: SqlType): string;
  /** Text ordered by its code points, whatever the database's locale. */
  binaryOrder(column: string): string;
  /** One text holds another, letter case aside. */
  contains(text: string, part: string): string;
  /** Some value in a JSON object, as text, holds a text. */
  jsonHolds(column: string, part: string): string;
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
  typed: (parameter) => parameter,
  binaryOrder: (column) => column,
  contains: (text, part) => `instr(lower(${text}), lower(${part})) > 0`,
  jsonHolds: (column, part) =>
    `EXISTS (SELECT 1 FROM json_each(${column}) AS entry WHERE instr(lower(entry.value), lower(${part})) > 0)`,
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
  typed(parameter, type) {
    if (type === 'flag') return `(${parameter}::integer = 1)`;
    return `${parameter}::${type === 'bytes' ? 'bytea' : type}`;
  },
  binaryOrder: (column) => `${column} COLLATE "C"`,
  contains: (text, part) => `strpos(lower(${text}), lower(${part}::text)) > 0`,
  jsonHolds: (column, part) =>
    `EXISTS (SELECT 1 FROM jsonb_each_text(${column}) AS entry WHERE strpos(lower(entry.value), lower(${part}::text)) > 0)`,
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
