import { z } from 'zod';

/** Answers of the LangGraph Agent Server protocol. Written as schemas, so that `/openapi.json` and the tests read the same thing. */

const anyObject = z.record(z.string(), z.unknown());
const instant = z.iso.datetime();

export const errorAnswer = z.object({ code: z.string(), message: z.string(), detail: z.unknown().optional() });
export type ErrorAnswer = z.infer<typeof errorAnswer>;

export const infoAnswer = z.object({
  version: z.string(),
  langgraph_js_version: z.string(),
  context: z.literal('js'),
  flags: z.record(z.string(), z.boolean()),
});

export const assistantAnswer = z.object({
  assistant_id: z.uuid(),
  graph_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  version: z.int(),
  config: anyObject,
  context: anyObject,
  metadata: anyObject,
  created_at: instant,
  updated_at: instant,
});
export type AssistantAnswer = z.infer<typeof assistantAnswer>;

export const graphAnswer = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['schema', 'runnable']),
      data: z.unknown().optional(),
      metadata: anyObject.optional(),
    }),
  ),
  edges: z.array(
    z.object({ source: z.string(), target: z.string(), data: z.string().optional(), conditional: z.boolean() }),
  ),
});

export const schemasAnswer = z.object({
  graph_id: z.string(),
  input_schema: anyObject,
  output_schema: anyObject,
  state_schema: anyObject,
  config_schema: anyObject,
  context_schema: anyObject,
});

export const subgraphAnswer = z.object({
  state: anyObject,
  input: anyObject,
  output: anyObject,
  config: anyObject,
  context: anyObject,
});

const interruptAnswer = z.object({ id: z.string(), value: z.unknown() });

export const pruneAnswer = z.object({ pruned_count: z.int() });

export const threadAnswer = z.object({
  thread_id: z.string(),
  created_at: instant,
  updated_at: instant,
  metadata: anyObject,
  status: z.enum(['idle', 'busy', 'interrupted', 'error']),
  config: anyObject,
  values: anyObject.nullable().optional(),
  interrupts: z.record(z.string(), z.array(interruptAnswer)).optional(),
});
export type ThreadAnswer = z.infer<typeof threadAnswer>;

const checkpointAnswer = z.object({
  thread_id: z.string(),
  checkpoint_ns: z.string(),
  checkpoint_id: z.string(),
  checkpoint_map: anyObject.nullable(),
});
export type CheckpointAnswer = z.infer<typeof checkpointAnswer>;

const taskAnswer = z.object({
  id: z.string(),
  name: z.string(),
  /** Retrograph's own: pending, running, done, failed, interrupted or cancelled. */
  status: z.string(),
  error: z.string().nullable(),
  interrupts: z.array(interruptAnswer),
  path: z.array(z.union([z.string(), z.number()])),
  /** Of a task that runs a subgraph: where that one's checkpoints are, unless `state` shows it. */
  checkpoint: z.object({ thread_id: z.string(), checkpoint_ns: z.string() }).nullable(),
  /** The subgraph's state, in this very form, when `subgraphs` was asked for. */
  state: anyObject.nullable(),
  result: anyObject.nullable(),
});

export const stateAnswer = z.object({
  values: anyObject,
  next: z.array(z.string()),
  tasks: z.array(taskAnswer),
  metadata: anyObject.optional(),
  created_at: instant.nullable(),
  checkpoint: checkpointAnswer.nullable(),
  parent_checkpoint: checkpointAnswer.nullable(),
});
export type StateAnswer = z.infer<typeof stateAnswer>;

export const stateUpdateAnswer = z.object({
  checkpoint: checkpointAnswer.omit({ checkpoint_map: true }),
  configurable: anyObject,
  /** Retrograph's own: what continuing would run; empty when it would run nothing. */
  next: z.array(z.string()),
});

export const runAnswer = z.object({
  run_id: z.uuid(),
  thread_id: z.string(),
  assistant_id: z.string(),
  status: z.enum(['pending', 'running', 'error', 'success', 'timeout', 'interrupted']),
  metadata: anyObject,
  kwargs: anyObject,
  multitask_strategy: z.string(),
  created_at: instant,
  updated_at: instant,
});
export type RunAnswer = z.infer<typeof runAnswer>;
