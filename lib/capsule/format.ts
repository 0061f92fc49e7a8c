import { z } from 'zod';
import type { TaskPath } from '@/engine';
import { storableText } from '@/lib/contracts/protocol';
import { isTaskPath } from './task-path-shape';

// A capsule is JSON Lines, compressed with gzip: a header, one part of the thread a line, and an end that says how many
// there were and what they hash to. Values are in it as JSON, so that anybody can read them, and redact them by key.
//
// C1. A format's lines are never changed; what changes them counts CAPSULE_VERSION up, and older ones are still read.
// C2. Names that a person chose (of channels, nodes) are never keys of these objects, but values in lists.

export const CAPSULE_FORMAT = 'retrograph-capsule';
export const CAPSULE_VERSION = 1;

const count = z.int().min(0);
const time = count;
const id = storableText.min(1).max(1000);
const name = storableText.max(10_000);
const version = z.union([storableText.max(1000), z.number()]);
const metadata = z.record(z.string(), z.unknown());

/** Whatever was in the line, which is JSON. */
const present = z.custom<unknown>((value) => value !== undefined, 'is missing');

/** A stored value: plain JSON, JSON with tags for what JSON does not know, or bytes that nobody here can read. */
const content = z.union([
  z.strictObject({ json: present }),
  z.strictObject({ tagged: present }),
  z.strictObject({ base64: z.base64() }),
]);
export type Content = { json: unknown } | { tagged: unknown } | { base64: string };

export const header = z.strictObject({
  format: z.literal(CAPSULE_FORMAT),
  version: z.literal(CAPSULE_VERSION),
  /** ISO 8601. */
  exportedAt: z.iso.datetime(),
  threadId: id,
  graph: name.nullable(),
  /** The keys that were redacted, as the person named them. */
  redacted: z.array(z.string()),
  leftOut: z.array(z.enum(['events', 'notes'])),
});
export type CapsuleHeader = z.infer<typeof header>;

const thread = z.strictObject({
  kind: z.literal('thread'),
  graph: name.nullable(),
  metadata,
  config: metadata,
  createdAt: time,
  updatedAt: time,
});

const branch = z.strictObject({
  kind: z.literal('branch'),
  namespace: name,
  id,
  position: count,
  name,
  fork: id.nullable(),
  tip: id,
  isHead: z.boolean(),
  origin: z.enum(['input', 'edit', 'replay', 'resume', 'put']),
  hidden: z.boolean(),
  createdAt: time,
  updatedAt: time,
});

/** How what follows a task was chosen: names of nodes, labels and keys, no values. */
const route = z.strictObject({
  router: name.nullable(),
  answers: z.array(z.strictObject({ to: name, sends: count })),
  reads: z.array(name),
});

const task = z.strictObject({
  id,
  node: name,
  path: z.custom<TaskPath>(isTaskPath, 'is not the path of a task'),
  startMs: z.number(),
  durationMs: z.number(),
  attempts: count,
  status: z.enum(['pending', 'running', 'done', 'failed', 'interrupted', 'cancelled']),
  reused: z.literal(true).optional(),
  cached: z.literal(true).optional(),
  handled: z.literal(true).optional(),
  answered: z.enum(['reused', 'mocked']).optional(),
  routes: z.array(route).optional(),
});

const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('empty') }),
  z.strictObject({ kind: z.literal('inline'), value: content }),
  z.strictObject({
    kind: z.literal('row'),
    chain: name,
    sequence: count,
    /** How far the chain has come, in bytes: all that it holds, and the value. Null when it is another branch's. */
    weight: z.tuple([count, count]).nullable(),
  }),
  z.strictObject({ kind: z.literal('found'), chain: name, sequence: count }),
]);

/** A lone task's write, which may refer to what its channel became. */
const recordedWrite = z.discriminatedUnion('kind', [
  z.strictObject({ channel: name, kind: z.literal('bytes'), value: content }),
  z.strictObject({ channel: name, kind: z.literal('value') }),
  z.strictObject({ channel: name, kind: z.literal('added'), delta: content.nullable() }),
]);

const record = z.strictObject({
  v: count,
  /** As another engine wrote the time. */
  ts: z.string().max(100).nullable(),
  tasks: z.array(task),
  changedCount: count,
  isFull: z.boolean(),
  channels: z.array(z.strictObject({ channel: name, version, bytes: count, at: place })),
  seen: z.array(z.tuple([name, z.array(z.tuple([name, version]))])),
  writes: z.array(recordedWrite).nullable(),
});

const checkpoint = z.strictObject({
  kind: z.literal('checkpoint'),
  namespace: name,
  id,
  parent: id.nullable(),
  branch: id,
  base: id,
  source: name,
  step: z.int(),
  run: id.nullable(),
  createdAt: time,
  next: z.array(name),
  metadata: metadata.nullable(),
  record,
});

/**
 * One value of a channel's chain: whole, what is new in it, or the key of the input that it was taken from. `like`: whole,
 * as the JSON of the channel's last whole value, of which the first `start` and the last `end` characters stay.
 */
const value = z.strictObject({
  kind: z.literal('value'),
  namespace: name,
  channel: name,
  chain: name,
  sequence: count,
  version: storableText.max(1000),
  createdAt: time,
  is: z.union([
    z.strictObject({ delta: content }),
    z.strictObject({ whole: content }),
    z.strictObject({
      like: z.strictObject({ as: z.enum(['json', 'tagged']), start: count, end: count, text: z.string() }),
    }),
    z.strictObject({ input: z.tuple([name, name, count, name]) }),
  ]),
});

const writes = z.strictObject({
  kind: z.literal('writes'),
  namespace: name,
  checkpoint: id,
  task: id,
  position: z.int(),
  createdAt: time,
  writes: z.array(z.strictObject({ index: z.int(), channel: name, value: content })),
});

const run = z.strictObject({
  kind: z.literal('run'),
  id,
  graph: name,
  branch: id.nullable(),
  status: z.enum(['pending', 'running', 'error', 'success', 'timeout', 'interrupted']),
  reason: name.nullable(),
  error: metadata.nullable(),
  metadata,
  kwargs: metadata,
  multitaskStrategy: name,
  createdAt: time,
  updatedAt: time,
});

const event = z.strictObject({
  kind: z.literal('event'),
  run: id,
  sequence: count,
  step: z.int(),
  mode: name,
  payload: present,
  createdAt: time,
});

const note = z.strictObject({
  kind: z.literal('note'),
  namespace: name,
  checkpoint: id,
  text: storableText,
  updatedAt: time,
});

const kinds = ['thread', 'branch', 'checkpoint', 'value', 'writes', 'run', 'event', 'note'] as const;
export type PartKind = (typeof kinds)[number];
export type PartCounts = Record<PartKind, number>;

export const end = z.strictObject({
  kind: z.literal('end'),
  counts: z.record(z.enum(kinds), count),
  /** Of all lines before, each with its line break, in hex. */
  sha256: z.hex().length(64),
});
export type CapsuleEnd = z.infer<typeof end>;

export const part = z.discriminatedUnion('kind', [thread, branch, checkpoint, value, writes, run, event, note]);
export type Part = z.infer<typeof part>;
export type PartOf<Kind extends PartKind> = Extract<Part, { kind: Kind }>;

export function noParts(): PartCounts {
  return Object.fromEntries(kinds.map((kind) => [kind, 0])) as PartCounts;
}
