import type {
  AnswerRule,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  HoldRule,
  RunControl,
  RunnableConfig,
  StateSnapshot,
} from '@/engine';

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
  | ['checkpoints', CheckpointEvent]
  | ['messages', [message: unknown, metadata: Record<string, unknown>]]
  | ['tools', unknown]
  | ['events', GraphRunEvent];

/** What happens in a run, in LangChain's schema. */
export interface GraphRunEvent {
  event: string;
  run_id: string;
  data: unknown;
}

export type NodeSelection = string[] | '*';

/** How soon a step is durable: before the next one begins, while it runs, or when the run ends. */
export type Durability = 'sync' | 'async' | 'exit';

export interface GraphRunConfig extends RunnableConfig {
  streamMode: GraphEvent[0][];
  /** Events of subgraphs, too: each event then comes with its path first. */
  subgraphs: boolean;
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
  /** Asked between two steps whether the run stops there. */
  holdWhen?: HoldRule;
  /** Asked before a node runs whether something stands in for it. */
  answerFor?: AnswerRule;
  control?: RunControl;
  durability?: Durability;
}

export interface UpdatePreview {
  asNode: string;
  asNodeChoices: string[];
  values: Record<string, unknown>;
  combined: { channel: string; how: 'replaced' | 'reduced' | 'overwritten' }[];
  next: string[];
  calledRouters: string[];
}

/** What a checkpoint holds of a channel; null when it is empty there. */
export type SavedValue = { value: unknown } | null;

/** See the engine's. */
export interface ChannelReplay {
  set(saved: SavedValue): void;
  step(writes: readonly unknown[]): void;
  amend(writes: readonly unknown[]): void;
  saved(): SavedValue;
}

/**
 * What the server needs of a compiled graph. It is an interface of its own, because graph files get the process-wide copy of the
 * engine while this code may be bundled with another: nothing here may depend on the class.
 */
export interface ServedGraph {
  name: string;
  checkpointer: unknown;
  /** `[mode, payload]`, or `[path, mode, payload]` with subgraphs. */
  stream(input: unknown, config: GraphRunConfig): AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
  streamEvents(input: unknown, config: GraphRunConfig & { version: 'v2' }): AsyncIterable<GraphRunEvent>;
  getState(config: RunnableConfig, options?: { subgraphs?: boolean }): Promise<StateSnapshot>;
  getStateHistory(config: RunnableConfig, options?: CheckpointListOptions): AsyncIterable<StateSnapshot>;
  snapshotOf(tuple: CheckpointTuple): StateSnapshot;
  /** What the state shows whose channels hold these values. */
  shownOf(channelValues: Readonly<Record<string, unknown>>): unknown;
  updateState(
    config: RunnableConfig,
    values: unknown,
    asNode?: string,
  ): Promise<RunnableConfig & { next: string[]; branchId?: string }>;
  previewUpdate(config: RunnableConfig, values: unknown, asNode?: string): Promise<UpdatePreview>;
  /** A fork with some channels as given, stored values or null for empty: nothing of the graph is called. */
  forkReplacing(
    config: RunnableConfig,
    replaced: Readonly<Record<string, SavedValue>>,
  ): Promise<RunnableConfig & { next: string[]; branchId?: string }>;
  /** A channel to be followed through recorded writes; null where the graph has or stores no such state key. */
  replayChannel(name: string): ChannelReplay | null;
  /** Throws what a run would for a result that the node may not return. */
  checkResult(node: string, result: unknown): void;
  getGraph(options?: { xray?: boolean | number }): DrawableGraph;
  getSubgraphs(path?: string, recurse?: boolean): Iterable<[path: string, graph: ServedGraph]>;
  getSchemas(): { input: JsonSchema; output: JsonSchema; state: JsonSchema; context?: JsonSchema };
  /** A node's routers in the order of their calls; `answers` is null where any node may be answered. */
  getRouters(node: string): { name: string; answers: readonly { label: string; target: string }[] | null }[];
  getChannels(): { name: string; hasReducer: boolean }[];
}
