import type { ExperimentDraft } from '@/lib/client/experiments';
import type { GraphCard } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { readPath } from '@/lib/inspect/path-notation';
import { simplify } from '../schema-form/field-kind';
import { parseJson } from '../schema-form/parse-json';
import { validate } from '../schema-form/validate';

/** What the cells of a table are tried on. */
export interface EditedState {
  values: Record<string, unknown>;
  graph: Pick<GraphCard, 'stateSchema' | 'channels'>;
}

type Path = readonly (string | number)[];
type Read<Value> = { ok: true; value: Value } | { ok: false; message: string };

/** A column's path: a key of the state, or a place in one that is there. */
export function readColumn(text: string, { values, graph }: EditedState): Read<Path> {
  const read = readPath(text);
  if ('mistake' in read) return { ok: false, message: `“${text}” is no path: ${read.mistake}` };
  const [channel] = read.path;
  const names = new Set([...Object.keys(values), ...(graph.channels ?? []).map(({ name }) => name)]);
  if (channel === undefined || !names.has(String(channel))) {
    return { ok: false, message: `The state has no key “${channel}”. It has ${[...names].join(', ')}.` };
  }
  return { ok: true, value: read.path };
}

/** What a cell makes of its channel, or why that does not fit. */
export function readCell(column: string, text: string, edited: EditedState): Read<{ path: Path; value: unknown }> {
  const path = readColumn(column, edited);
  if (!path.ok) return path;
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, message: `No JSON: ${parsed.message}. Text stands in quotes.` };
  const [channel, ...inside] = path.value;
  const value = withAt(edited.values[String(channel)], inside, parsed.value);
  if (value === undefined) return { ok: false, message: `There is nothing at ${column} to put it into.` };
  const misfit = misfitOf(String(channel), value, edited.graph.stateSchema);
  return misfit === null
    ? { ok: true, value: { path: path.value, value: parsed.value } }
    : { ok: false, message: misfit };
}

/** Rows as the server takes them, or the first cell that keeps them from running. */
export function editsOf(draft: ExperimentDraft, edited: EditedState): Read<(Record<string, unknown> | null)[]> {
  const edits: (Record<string, unknown> | null)[] = [];
  for (const [index, row] of draft.rows.entries()) {
    const made: Record<string, unknown> = {};
    for (const column of draft.columns) {
      const text = (row[column] ?? '').trim();
      if (text === '') continue;
      const cell = readCell(column, text, edited);
      if (!cell.ok) return { ok: false, message: `Row ${index + 1}, ${column}: ${cell.message}` };
      const [key, ...inside] = cell.value.path;
      const channel = String(key);
      const known = Object.hasOwn(made, channel) ? made[channel] : edited.values[channel];
      made[channel] = withAt(known, inside, cell.value.value);
    }
    edits.push(Object.keys(made).length === 0 ? null : overwriting(made, edited.graph.channels ?? []));
  }
  return { ok: true, value: edits };
}

/** Cells say what a channel shall be, so its reducer must not combine that with what it was. */
function overwriting(made: Record<string, unknown>, channels: NonNullable<GraphCard['channels']>) {
  const reduced = new Set(channels.filter(({ hasReducer }) => hasReducer).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(made).map(([key, value]) => [key, reduced.has(key) ? { __overwrite__: value } : value]),
  );
}

/** A copy with another value at a path; undefined where the path leads through what is no object or list. */
function withAt(value: unknown, [key, ...rest]: Path, next: unknown): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index > value.length) return undefined;
    const inner = withAt(value[index], rest, next);
    return inner === undefined ? undefined : Object.assign([...value], { [index]: inner });
  }
  if (!isPlainObject(value)) return undefined;
  const inner = withAt(value[key], rest, next);
  return inner === undefined ? undefined : { ...value, [key]: inner };
}

function misfitOf(channel: string, value: unknown, schema: EditedState['graph']['stateSchema']): string | null {
  if (schema === undefined) return null;
  const { properties } = simplify(schema, schema);
  const own = isPlainObject(properties) ? properties[channel] : undefined;
  if (!isPlainObject(own)) return null;
  const [first] = validate(own, value, schema);
  if (first === undefined) return null;
  return first[0] === '' ? first[1] : `${first[0].slice(1).replaceAll('/', '.')}: ${first[1]}`;
}
