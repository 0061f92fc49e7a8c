import { isInternalChannel } from '@/engine';
import type { CapsulePlace } from '@/lib/contracts/capsule';
import type { Part, PartKind, PartOf } from './format';
import type { Redactor } from './redactor';

/** What the engine reads in a checkpoint's metadata. Redacted, the thread would not be readable any more. */
const ENGINE_KEYS = new Set([
  'source',
  'step',
  'parents',
  'run_id',
  'milestone',
  'place',
  'called_by',
  'host_branch',
  'descents',
  'taken_over',
  'copied_from',
]);

const PLACES: Record<PartKind, CapsulePlace> = {
  thread: 'metadata',
  branch: 'metadata',
  checkpoint: 'state',
  value: 'state',
  writes: 'writes',
  run: 'runs',
  event: 'events',
  note: 'metadata',
};

const CONSOLE = 'console';
const MESSAGES = 'messages';

/**
 * The part without what the redactor takes. Null when nothing of it is left that could be read.
 * Keys are followed from the state's keys on: in the state itself, in what tasks wrote, and in inputs alike.
 */
export function redactPart(part: Part, redactor: Redactor): Part | null {
  if (redactor.isIdle) return part;
  redactor.place = PLACES[part.kind];
  switch (part.kind) {
    case 'thread':
      return { ...part, metadata: record(redactor, part.metadata), config: record(redactor, part.config) };
    case 'checkpoint':
      return redactCheckpoint(part, redactor);
    case 'value':
      return { ...part, is: redactValue(part, redactor) };
    case 'writes': {
      const writes = part.writes.map((write) => ({
        ...write,
        value: redactor.content(trailOf(write.channel), write.value),
      }));
      return { ...part, writes };
    }
    case 'run': {
      const { metadata, kwargs, error } = part;
      return {
        ...part,
        metadata: record(redactor, metadata),
        kwargs: record(redactor, kwargs),
        error: error && record(redactor, error),
      };
    }
    case 'event':
      return redactEvent(part, redactor);
    case 'branch':
    case 'note':
      return part;
  }
}

/** The keys that lead to a channel's value. An input's own keys are channels, and what the engine keeps has none. */
function trailOf(channel: string): string[] {
  return isInternalChannel(channel) ? [] : [channel];
}

function redactCheckpoint(part: PartOf<'checkpoint'>, redactor: Redactor): Part {
  const { record: stepRecord, metadata } = part;
  const channels = stepRecord.channels.map((channel) => {
    const { at } = channel;
    if (at.kind !== 'inline') return channel;
    return { ...channel, at: { ...at, value: redactor.content(trailOf(channel.channel), at.value) } };
  });
  redactor.place = 'writes';
  const writes = stepRecord.writes?.map((write) => {
    const trail = trailOf(write.channel);
    if (write.kind === 'bytes') return { ...write, value: redactor.content(trail, write.value) };
    if (write.kind === 'value' || trail.length === 0) return write;
    // What the channel's delta added is gone with the channel: nothing is left to refer to.
    if (redactor.takes(trail)) return { channel: write.channel, kind: 'value' as const };
    return write.delta === null ? write : { ...write, delta: redactor.delta(trail, write.delta) };
  });
  redactor.place = 'metadata';
  return {
    ...part,
    metadata: metadata && redactMetadata(metadata, redactor),
    record: { ...stepRecord, channels, writes: writes ?? null },
  };
}

function redactMetadata(metadata: Record<string, unknown>, redactor: Redactor): Record<string, unknown> {
  const entries = Object.entries(metadata);
  const own = Object.fromEntries(entries.filter(([key]) => !ENGINE_KEYS.has(key)));
  const redacted = record(redactor, own);
  return Object.fromEntries(entries.map(([key, value]) => [key, ENGINE_KEYS.has(key) ? value : redacted[key]]));
}

function redactValue({ channel, is }: PartOf<'value'>, redactor: Redactor): PartOf<'value'>['is'] {
  const trail = trailOf(channel);
  if ('whole' in is) return { whole: redactor.content(trail, is.whole) };
  if ('delta' in is) return { delta: redactor.delta(trail, is.delta) };
  return is;
}

/** An event whose own shape would go is left out: whoever reads it again counts on that. */
function redactEvent(part: PartOf<'event'>, redactor: Redactor): Part | null {
  const { mode, payload } = part;
  const [name = ''] = mode.split('|');
  if (name === CONSOLE) {
    if (redactor.takes([CONSOLE])) return null;
    const { lines, ...rest } = payload as { lines?: unknown };
    if (!Array.isArray(lines)) return part;
    const kept = lines.map((line: { text?: unknown }) => ({
      ...line,
      text: redactor.json([CONSOLE, 'text'], line.text),
    }));
    return { ...part, payload: { ...rest, lines: kept } };
  }
  const trail = name.startsWith(MESSAGES) ? [MESSAGES] : [];
  if (trail.length > 0 && redactor.takes(trail)) return null;
  return { ...part, payload: redactor.json(trail, payload) };
}

function record(redactor: Redactor, value: Record<string, unknown>): Record<string, unknown> {
  return redactor.json([], value) as Record<string, unknown>;
}
