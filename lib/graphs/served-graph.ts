import type { CheckpointMetadata, CheckpointTuple, RunnableConfig, StateSnapshot } from '@/engine';

export type JsonSchema = { [key: string]: unknown };

/** The protocol's graph shape. */
export interface DrawableGraph {
  nodes: { id: string; type: 'schema' | 'runnable'; data?: unknown; metadata?: Record<string, unknown> }[];
  edges: { source: string; target: string; data?: string; conditional: boolean }[];
}

export interface Question {
  id: string;
  value: unknown;
}

export interface TaskStart {
  id: string;
  name: string;
  input: unknown;
  triggers: string[];
  interrupts: Question[];
  startMs: number;
  checkpointId: string;
}

export interface TaskEnd {
  id: string;
  name: string;
  result: unknown;
  interrupts: Question[];
  error?: unknown;
  startMs: number;
  durationMs: number;
  checkpointId: string;
  status?: 'done' | 'failed' | 'interrupted' | 'cancelled';
}

export interface CheckpointEvent {
  config: RunnableConfig;
  values: Record<string, unknown>;
  metadata: CheckpointMetadata;
  next: string[];
  tasks: { id: string; name: string; path?: unknown; interrupts?: Question[] }[];
  parentConfig?: RunnableConfig | undefined;
  branchId?: string | undefined;
}

export type GraphEvent =
  | ['values', Record<string, unknown>]
  | ['updates', Record<string, unknown>]
  | ['custom', unknown]
  | ['tasks', TaskStart | TaskEnd]
  | ['checkpoints', CheckpointEvent];

export type NodeSelection = string[] | '*';

export interface GraphRunConfig extends RunnableConfig {
  streamMode: GraphEvent[0][];
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
}

export interface UpdatePreview {
  asNode: string;
  asNodeChoices: string[];
  values: Record<string, unknown>;
  combined: { channel: string; how: 'replaced' | 'reduced' | 'overwritten' }[];
  next: string[];
  calledRouters: string[];
}

/**
 * What the server needs of a compiled graph. It is an interface of its own, because graph files get the process-wide copy of the
 * engine while this code may be bundled with another: nothing here may depend on the class.
 */
export interface ServedGraph {
  name: string;
  checkpointer: unknown;
  stream(input: unknown, config: GraphRunConfig): AsyncIterable<GraphEvent> | Promise<AsyncIterable<GraphEvent>>;
  getState(config: RunnableConfig): Promise<StateSnapshot>;
  snapshotOf(tuple: CheckpointTuple): StateSnapshot;
  updateState(
    config: RunnableConfig,
    values: unknown,
    asNode?: string,
  ): Promise<RunnableConfig & { next: string[]; branchId?: string }>;
  previewUpdate(config: RunnableConfig, values: unknown, asNode?: string): Promise<UpdatePreview>;
  getGraph(): DrawableGraph;
  getSchemas(): { input: JsonSchema; output: JsonSchema; state: JsonSchema; context?: JsonSchema };
  getChannels(): { name: string; hasReducer: boolean }[];
}
