import type { GraphCard } from '@/lib/contracts/debugger';
import { sameValue } from '@/lib/inspect/json';

type Channels = NonNullable<GraphCard['channels']>;

/** What a person has changed at one checkpoint and not saved yet. */
export interface EditDraft {
  /** Channel → what it shall be. Channels that are as they were are not in it. */
  values: Record<string, unknown>;
  /** Channel → what is sent through its reducer instead of `values`. */
  writes: Record<string, unknown>;
  /** The node that the edit acts as; null leaves the choice to the engine. */
  asNode: string | null;
  branchName: string;
}

export const EMPTY_DRAFT: EditDraft = { values: {}, writes: {}, asNode: null, branchName: '' };

export function isDirty(draft: EditDraft): boolean {
  return Object.keys(draft.values).length > 0 || Object.keys(draft.writes).length > 0;
}

/** A channel that is set back to what it was leaves the draft. */
export function withChannel(
  draft: EditDraft,
  channel: string,
  next: unknown,
  original: Record<string, unknown>,
): EditDraft {
  const { [channel]: _, ...others } = draft.values;
  const isSame = next === undefined || sameValue(next, original[channel]);
  return { ...draft, values: isSame ? others : { ...others, [channel]: next } };
}

/** Takes over a whole edited state, as the JSON view gives it. Keys that were taken out stay as they were. */
export function withState(
  draft: EditDraft,
  next: Record<string, unknown>,
  original: Record<string, unknown>,
): EditDraft {
  return Object.entries(next).reduce((all, [channel, value]) => withChannel(all, channel, value, original), {
    ...draft,
    values: {},
  });
}

/** Starts sending a channel through its reducer, with the emptiest write of its shape: the former value would be combined with itself. */
export function throughReducer(draft: EditDraft, channel: string, original: Record<string, unknown>): EditDraft {
  const { [channel]: _, ...values } = draft.values;
  return { ...draft, values, writes: { ...draft.writes, [channel]: emptyLike(original[channel]) } };
}

export function withWrite(draft: EditDraft, channel: string, write: unknown): EditDraft {
  return { ...draft, writes: { ...draft.writes, [channel]: write } };
}

export function resetChannel(draft: EditDraft, channel: string): EditDraft {
  const { [channel]: _value, ...values } = draft.values;
  const { [channel]: _write, ...writes } = draft.writes;
  return { ...draft, values, writes };
}

/** The edited state as the form shows it; the writes that go through reducers are shown apart. */
export function editedState(draft: EditDraft, original: Record<string, unknown>): Record<string, unknown> {
  return { ...original, ...draft.values };
}

/** What `updateState` gets. */
export function updateOf(draft: EditDraft, channels: Channels): Record<string, unknown> {
  return { ...replacing(draft.values, channels), ...draft.writes };
}

/**
 * The update that makes channels what they shall be. One with a reducer is replaced by `__overwrite__`: the value is the
 * whole one, which the reducer would otherwise combine with the former one.
 */
export function replacing(values: Record<string, unknown>, channels: Channels): Record<string, unknown> {
  const reduced = new Set(channels.filter(({ hasReducer }) => hasReducer).map(({ name }) => name));
  const replaced = Object.entries(values).map(([channel, value]) => [
    channel,
    reduced.has(channel) ? { __overwrite__: value } : value,
  ]);
  return Object.fromEntries(replaced);
}

function emptyLike(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  switch (typeof value) {
    case 'string':
      return '';
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'object':
      return value === null ? null : {};
    default:
      return null;
  }
}
