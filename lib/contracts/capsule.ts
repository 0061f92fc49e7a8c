import { z } from 'zod';

/** What is redacted and what stays behind when a thread is exported as a capsule. */
export const capsuleRequest = z.object({
  redact: z
    .array(z.string().min(1).max(500))
    .max(200)
    .default([])
    .describe(
      'Keys (apiKey) or keys that follow each other (messages[].content, settings.*.token), found at any depth; positions in lists do not count',
    ),
  leaveOut: z
    .array(z.enum(['events', 'notes']))
    .max(2)
    .default([])
    .describe('events: what runs streamed and nodes wrote to the console; notes: what people wrote to checkpoints'),
});
export type CapsuleRequest = z.infer<typeof capsuleRequest>;

/** Where in a thread a key was found. */
const capsulePlaces = ['state', 'writes', 'metadata', 'runs', 'events'] as const;
export type CapsulePlace = (typeof capsulePlaces)[number];

const keyCount = z.object({
  /** As it can be redacted: `messages.content`. */
  key: z.string(),
  places: z.array(z.enum(capsulePlaces)),
  count: z.number(),
  /** About what it takes as JSON, all its places together. */
  bytes: z.number(),
  /** The pattern that takes it away, or a key around it; null when it leaves. */
  redactedBy: z.string().nullable(),
});
export type CapsuleKey = z.infer<typeof keyCount>;

export const capsulePreview = z.object({
  threadId: z.string(),
  /** Lines of each kind that leave. */
  counts: z.record(z.string(), z.number()),
  /** Of the text that leaves, and of the file. */
  textBytes: z.number(),
  fileBytes: z.number(),
  /** What is redacted first, then the state’s keys, the largest first; `keysLeftOut` more of them are not listed. */
  keys: z.array(keyCount),
  keysLeftOut: z.number(),
  /** Values that no redaction can look into, which leave as they are: bytes, and what was stored by a serialiser of one's own. */
  opaque: z.object({ count: z.number(), bytes: z.number() }),
  /** Patterns that name nothing here. */
  unmatched: z.array(z.string()),
});
export type CapsulePreview = z.infer<typeof capsulePreview>;

/** A capsule that was opened without importing it. */
export interface OpenedCapsule {
  /** Under which the debugger shows it, until the server ends. */
  threadId: string;
  /** Of the thread in it. */
  originalId: string;
  fileName: string | null;
  /** ISO 8601. */
  exportedAt: string;
  redacted: string[];
  leftOut: string[];
}

export const capsuleAnswer = z.object({
  thread_id: z.string(),
  /** The id of the thread in the capsule. */
  original_id: z.string(),
  checkpoints: z.number(),
  redacted: z.array(z.string()),
});
export type CapsuleAnswer = z.infer<typeof capsuleAnswer>;
