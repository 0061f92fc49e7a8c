import { z } from 'zod';
import { breakpoints } from './breakpoint';
import { replayPolicy } from './replay-policy';

/**
 * Requests of the LangGraph Agent Server protocol that Retrograph answers, as its official clients send them.
 * Keys that are not named here are let through unread: clients of other versions send more than they need.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
const NO_CONTROL = /^[^\u0000-\u001f\u007f]*$/;

/** PostgreSQL has no NUL in its texts, and no half of a character. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const UNSTORABLE_TEXT = 'has a NUL character or half of a character';
const isStorable = (text: string) => !UNSTORABLE.test(text);
export const storableText = z.string().refine(isStorable, UNSTORABLE_TEXT);

export const threadId = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'has more than 255 characters')
  .regex(NO_CONTROL, 'has control characters')
  .refine(isStorable, UNSTORABLE_TEXT);
export const branchName = z
  .string()
  .min(1)
  .max(80)
  .regex(NO_CONTROL, 'has control characters')
  .refine(isStorable, UNSTORABLE_TEXT);
const jsonObject = z.record(z.string(), z.unknown());
/** Metadata is kept as JSON that can be searched. In JSON these two are escaped, and a backslash before them is, too. */
const UNSTORABLE_JSON = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
const metadata = jsonObject.refine((value) => !UNSTORABLE_JSON.test(JSON.stringify(value)), UNSTORABLE_TEXT);

export const threadStatus = z.enum(['idle', 'busy', 'interrupted', 'error']);

const limit = (fallback: number, most = 1000) => z.int().min(1).max(most).default(fallback);
const offset = z.int().min(0).max(1_000_000_000).default(0);
const nodes = z.union([z.literal('*'), z.array(z.string())]);

export const streamMode = z.enum([
  'values',
  'updates',
  'custom',
  'tasks',
  'checkpoints',
  'debug',
  'messages',
  'messages-tuple',
  'events',
  'tools',
]);
export type StreamMode = z.infer<typeof streamMode>;
const streamModes = z
  .union([streamMode, z.array(streamMode).min(1).max(20)])
  .transform((modes) => (typeof modes === 'string' ? [modes] : [...new Set(modes)]));

const checkpointRef = z.object({
  thread_id: z.string().nullish(),
  checkpoint_id: z.string().nullish(),
  checkpoint_ns: storableText
    .nullish()
    .describe('Empty for the root graph; of a subgraph, its path: node:taskId, levels joined with |'),
  checkpoint_map: jsonObject
    .nullish()
    .describe('Ids of a subgraph’s checkpoint and of those around it, by checkpoint_ns'),
});
export type CheckpointRef = z.infer<typeof checkpointRef>;

const sendRef = z.object({ node: z.string(), input: z.unknown().optional() });
const goto = z.union([z.string(), sendRef, z.array(z.union([z.string(), sendRef])).max(10_000)]);
const command = z.object({
  update: z.union([jsonObject, z.array(z.tuple([z.string(), z.unknown()]))]).nullish(),
  resume: z.unknown().optional(),
  goto: goto.nullish(),
});
export type CommandBody = z.infer<typeof command>;

const config = z.object({
  tags: z.array(z.string()).optional(),
  recursion_limit: z.int().min(1).max(1_000_000).optional(),
  configurable: jsonObject
    .refine(({ checkpoint_ns: namespace }) => typeof namespace !== 'string' || isStorable(namespace), UNSTORABLE_TEXT)
    .optional(),
  metadata: metadata.optional(),
});

export const runBody = z.object({
  assistant_id: z.string().min(1),
  input: z.unknown().optional(),
  command: command.nullish(),
  checkpoint: checkpointRef
    .nullish()
    .describe(
      'Where to go on: a branch of the root graph begins there unless it is current. From a subgraph’s, without an input.',
    ),
  checkpoint_id: z.string().nullish(),
  config: config.nullish(),
  context: z.unknown().optional(),
  metadata: metadata.nullish(),
  interrupt_before: nodes.nullish(),
  interrupt_after: nodes.nullish(),
  breakpoints: breakpoints
    .nullish()
    .describe('Retrograph’s own: where to stop besides, also inside of subgraphs and on conditions'),
  replay_policy: replayPolicy
    .nullish()
    .describe(
      'Retrograph’s own: nodes of the root graph that do not run, with what they recorded on the original branch or a given value in their place',
    ),
  stream_mode: streamModes
    .nullish()
    .describe(
      '"messages" tells what each message has grown to (messages/metadata, messages/partial, messages/complete); "messages-tuple" each part as an event "messages" of [part, metadata]; "events" what happens in the graph, its nodes and its models, in LangChain’s schema.',
    ),
  stream_subgraphs: z.boolean().nullish().describe('Events of subgraphs, too, named mode|checkpoint_ns'),
  stream_resumable: z.boolean().nullish(),
  on_disconnect: z.enum(['cancel', 'continue']).nullish(),
  on_completion: z.enum(['delete', 'keep']).nullish(),
  multitask_strategy: z
    .enum(['reject', 'rollback', 'interrupt', 'enqueue'])
    .nullish()
    .describe(
      'What becomes of the run that has the branch: it goes on and this one is refused, or waits; or it is stopped, and "rollback" takes back what it wrote, unless others stand on it (409)',
    ),
  if_not_exists: z.enum(['create', 'reject']).nullish(),
  after_seconds: z.number().min(0).max(86_400).nullish(),
  durability: z
    .enum(['sync', 'async', 'exit'])
    .nullish()
    .describe('When a step is durable: before the next one begins, while it runs, or when the run ends'),
  webhook: z.unknown().optional(),
});
export type RunBody = z.infer<typeof runBody>;

const stateUpdate = z.object({
  values: z.union([jsonObject, z.null()]).optional(),
  command: command.nullish(),
  as_node: z.string().nullish(),
});

export const threadCreate = z.object({
  thread_id: threadId.nullish(),
  metadata: metadata.nullish(),
  if_exists: z.enum(['raise', 'do_nothing']).nullish(),
  graph_id: z.string().nullish(),
  supersteps: z
    .array(z.object({ updates: z.array(stateUpdate).min(1) }))
    .max(1000)
    .nullish(),
});
export type ThreadCreateBody = z.infer<typeof threadCreate>;

export const threadPatch = z.object({ metadata });

export const threadPrune = z.object({
  thread_ids: z.array(threadId).min(1).max(1000),
  strategy: z
    .enum(['delete', 'keep_latest'])
    .default('delete')
    .describe('"keep_latest" leaves the latest checkpoint, and those that it needs or that wait for an answer'),
});

export const threadSearch = z.object({
  ids: z.array(threadId).max(1000).nullish(),
  metadata: metadata.nullish(),
  values: jsonObject.nullish(),
  status: threadStatus.nullish(),
  limit: limit(10),
  offset,
  sort_by: z.enum(['thread_id', 'status', 'created_at', 'updated_at']).nullish(),
  sort_order: z.enum(['asc', 'desc']).nullish(),
  select: z
    .array(
      z.enum([
        'thread_id',
        'created_at',
        'updated_at',
        'metadata',
        'config',
        'context',
        'status',
        'values',
        'interrupts',
      ]),
    )
    .nullish(),
});
export type ThreadSearchBody = z.infer<typeof threadSearch>;

export const assistantSearch = z.object({
  graph_id: z.string().nullish(),
  name: z.string().nullish(),
  metadata: metadata.nullish(),
  limit: limit(10),
  offset,
  sort_by: z.enum(['assistant_id', 'graph_id', 'name', 'created_at', 'updated_at']).nullish(),
  sort_order: z.enum(['asc', 'desc']).nullish(),
  select: z.array(z.string()).nullish(),
});
export type AssistantSearchBody = z.infer<typeof assistantSearch>;

export const stateUpdateBody = z.object({
  values: z.union([jsonObject, z.null()]).optional(),
  as_node: z.string().nullish(),
  checkpoint_id: z.string().nullish(),
  checkpoint: checkpointRef.nullish(),
});
export type StateUpdateBody = z.infer<typeof stateUpdateBody>;

export const stateAtBody = z.object({ checkpoint: checkpointRef, subgraphs: z.boolean().nullish() });

export const historyBody = z.object({
  limit: limit(10),
  /** A checkpoint id, a checkpoint, or a config with one. */
  before: z.union([z.string(), checkpointRef.extend({ configurable: checkpointRef.optional() })]).nullish(),
  metadata: metadata.nullish(),
  checkpoint: checkpointRef.nullish(),
});
export type HistoryBody = z.infer<typeof historyBody>;

/** Numbers and switches in a query string are text. */
export const queryInt = (fallback: number, least: number, most: number) =>
  z.coerce.number('must be a number').int('must be a whole number').min(least).max(most).default(fallback);
export const querySwitch = z
  .enum(['true', 'false', '1', '0', ''])
  .optional()
  .transform((text) => text === 'true' || text === '1');
/** `true` for all levels, or how many. */
export const queryDepth = z
  .union([z.enum(['true', 'false', '']), z.coerce.number('must be true, false or a number').int().min(0).max(100)])
  .optional()
  .transform((depth) => (typeof depth === 'number' ? depth : depth === 'true'));
export const runStatus = z.enum(['pending', 'running', 'error', 'success', 'timeout', 'interrupted']);
