import type { Column, SQL, Table } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { SqlValue, Statement } from '../database';
import { postgresDialect } from '../postgres-dialect';
import { assign, list, names } from '../query';
import { checkpointColumns, valueColumns } from '../row-columns';
import type { Strand } from '../step-group';
import type { StepRows } from '../step-rows';
import { hexOf } from '../stored-id';

// A step that is saved alone, as each one is in `sync`, has a statement with a parameter a column: a step in arrays, as a
// group has it, takes the server 80 µs more.

const { branches, channelValues, checkpoints } = postgresDialect.tables;

/** A step with more values goes as a group: there would be a statement to prepare for each number of them. */
const MAX_VALUES = 2;

/** One step that extends its branch, without writes in rows of their own. */
export function isLone({ steps: [step, ...others], writes }: Strand): boolean {
  if (step === undefined || others.length > 0 || writes.length > 0) return false;
  return step.place.kind === 'extend' && step.writes === null && step.values.length <= MAX_VALUES;
}

/** Answers one row when the branch ended at the step's parent; else nothing is saved. */
export function loneStatement(step: StepRows, now: number, writer: string): Statement {
  const { threadId, namespace, place, checkpointId, parentId } = step;
  const { columns: checkpoint } = ownCheckpointColumns;
  const row = checkpointColumns(step);
  const values: SqlValue[] = [now, writer, threadId, namespace, place.branchId, checkpointId, parentId];
  for (const [key] of checkpoint) values.push(row[key]);
  for (const value of valueColumns(step)) for (const [key] of ownValueColumns.columns) values.push(value[key]);
  return { text: texts[step.values.length] as string, values: values.map(bytesAsText) };
}

/** The driver tells statements apart by the types of their values too, and a null has none. */
function bytesAsText(value: SqlValue): SqlValue {
  return value instanceof Uint8Array ? `\\x${hexOf(value)}` : value;
}

/** Columns that tell the same of all rows have one parameter. */
const SHARED: Readonly<Record<string, number>> = {
  threadId: 3,
  namespace: 4,
  branchId: 5,
  checkpointId: 6,
  parentId: 7,
};
const FIRST_OWN = 8;

function ownColumns<Of extends Table>(table: Of) {
  const all = Object.entries(getTableColumns(table)) as [keyof Of['_']['columns'] & string, Column][];
  return { all, columns: all.filter(([key]) => !(key in SHARED)) };
}

const ownCheckpointColumns = ownColumns(checkpoints);
const ownValueColumns = ownColumns(channelValues);
const texts = Array.from({ length: MAX_VALUES + 1 }, (_, count) => textFor(count));

function textFor(valueCount: number): string {
  const { threadId, namespace, branchId, tipId, updatedAt, writer } = branches;
  const touch = list([
    assign(tipId, parameter(6, tipId)),
    assign(updatedAt, sql`$1::bigint`),
    assign(writer, sql`$2::text`),
  ]);
  const parts = [
    sql`moved AS (UPDATE ${branches} SET ${touch} WHERE ${threadId} = $3::text AND ${namespace} = $4::text
      AND ${branchId} = $5::text AND ${tipId} = ${parameter(7, tipId)} RETURNING 1)`,
  ];
  const firstValue = FIRST_OWN + ownCheckpointColumns.columns.length;
  for (let index = 0; index < valueCount; index++) {
    const first = firstValue + index * ownValueColumns.columns.length;
    parts.push(
      sql`${sql.raw(`value_${index}`)} AS (${insert(channelValues, ownValueColumns, first)} ON CONFLICT DO NOTHING)`,
    );
  }
  return postgresDialect.compile(
    sql`WITH ${list(parts)} ${insert(checkpoints, ownCheckpointColumns, FIRST_OWN)} RETURNING 1`,
  ).text;
}

/** One row, if the branch moved. */
function insert(table: Table, { all }: ReturnType<typeof ownColumns>, firstOwn: number): SQL {
  let own = firstOwn;
  const given = all.map(([key, column]) => parameter(SHARED[key] ?? own++, column));
  return sql`INSERT INTO ${table} (${names(...all.map(([, column]) => column))}) SELECT ${list(given)} FROM moved`;
}

/** As text, which the server makes bytes or JSON of: the driver would encode JSON once more. */
function parameter(number: number, column: Column): SQL {
  const type = column.getSQLType();
  return sql.raw(`$${number}::${type === 'bytea' || type === 'jsonb' ? 'text::' : ''}${type}`);
}
