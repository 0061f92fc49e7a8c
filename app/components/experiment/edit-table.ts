import { replacing } from '@/lib/client/edit-draft';
import type { ExperimentDraft } from '@/lib/client/experiment-draft';
import type { GraphCard } from '@/lib/contracts/debugger';
import { valueAt } from '@/lib/inspect/fold-value';
import { isPlainObject } from '@/lib/inspect/json';
import { fitPath, readPath } from '@/lib/inspect/path-notation';
import { unwrap } from '@/lib/inspect/preview';
import type { TreePath } from '@/lib/inspect/tree-items';
import { parseJson } from '../schema-form/parse-json';
import { childPointer, type Pointer, withValueAt } from '../schema-form/pointer';
import { channelMisfits } from '../schema-form/validate';

/** What the cells of a table are tried on. */
export interface EditedState {
  values: Record<string, unknown>;
  graph: Pick<GraphCard, 'stateSchema' | 'channels'>;
}

type Read<Value> = { ok: true; value: Value } | { ok: false; message: string };

/** A column's path: a key of the state, or a place in a value that is there. */
export function readColumn(text: string, edited: EditedState): Read<TreePath> {
  const read = readPath(text);
  if ('mistake' in read) return { ok: false, message: `“${text}” is no path: ${read.mistake}` };
  const path = fitPath(read.path, edited.values);
  const [channel] = path;
  const names = channelNames(edited);
  if (channel === undefined || !names.includes(String(channel))) {
    return { ok: false, message: `The state has no key “${channel}”. It has ${names.join(', ')}.` };
  }
  const last = path.at(-1);
  const { value: around } = unwrap(valueAt(edited.values, path.slice(0, -1)));
  const isPlace = Array.isArray(around) ? typeof last === 'number' && last <= around.length : isPlainObject(around);
  return isPlace ? { ok: true, value: path } : { ok: false, message: `There is nothing that ${text} would be in.` };
}

export function channelNames({ values, graph }: EditedState): string[] {
  return [...new Set([...Object.keys(values), ...(graph.channels ?? []).map(({ name }) => name)])];
}

/** What a cell puts where, or why that does not fit. */
export function readCell(column: string, text: string, edited: EditedState): Read<{ path: TreePath; value: unknown }> {
  const path = readColumn(column, edited);
  if (!path.ok) return path;
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, message: `No JSON: ${parsed.message}. Text stands in quotes.` };
  const cell = { path: path.value, value: parsed.value };
  const misfit = misfitOf(withCell(edited.values, cell), String(path.value[0]), edited.graph.stateSchema);
  return misfit === null ? { ok: true, value: cell } : { ok: false, message: misfit };
}

/** Rows as the server takes them, or the first cell that keeps them from running. */
export function editsOf(draft: ExperimentDraft, edited: EditedState): Read<(Record<string, unknown> | null)[]> {
  const edits: (Record<string, unknown> | null)[] = [];
  for (const [index, row] of draft.rows.entries()) {
    const touched = new Set<string>();
    let { values } = edited;
    for (const column of draft.columns) {
      const text = (row[column] ?? '').trim();
      if (text === '') continue;
      const cell = readCell(column, text, edited);
      if (!cell.ok) return { ok: false, message: `Row ${index + 1}, ${column}: ${cell.message}` };
      values = withCell(values, cell.value);
      touched.add(String(cell.value.path[0]));
    }
    const made = Object.fromEntries([...touched].map((channel) => [channel, values[channel]]));
    edits.push(touched.size === 0 ? null : replacing(made, edited.graph.channels ?? []));
  }
  return { ok: true, value: edits };
}

function withCell(values: Record<string, unknown>, { path, value }: { path: TreePath; value: unknown }) {
  return withValueAt(values, pointerTo(path, values), value) as Record<string, unknown>;
}

/** In the values as they travel: what is in a typed value stands one key further in. */
function pointerTo(path: TreePath, values: Record<string, unknown>): Pointer {
  return path.reduce<Pointer>((pointer, key, depth) => {
    const isTyped = unwrap(valueAt(values, path.slice(0, depth))).type !== null;
    return childPointer(isTyped ? childPointer(pointer, 'value') : pointer, key);
  }, '');
}

function misfitOf(
  values: Record<string, unknown>,
  channel: string,
  schema: EditedState['graph']['stateSchema'],
): string | null {
  const [first] = schema === undefined ? [] : channelMisfits(schema, channel, values[channel]);
  if (first === undefined) return null;
  return first[0] === '' ? first[1] : `${first[0].slice(1).replaceAll('/', '.')}: ${first[1]}`;
}
