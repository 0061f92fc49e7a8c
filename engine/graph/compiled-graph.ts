import { withListeners } from '../callbacks/trace';
import type { CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import { ROOT_NAMESPACE } from '../checkpoint/namespace';
import type { BaseCheckpointSaver, CheckpointListOptions } from '../checkpoint/saver';
import { readList } from '../checkpoint/shared-reads';
import type { StateSnapshot } from '../checkpoint/snapshot';
import type { Command } from '../control/command';
import type { Persistence } from '../loop/entry/nested-entry';
import { threadIdOf } from '../loop/entry/position';
import { runOptions, startableRun, startRun } from '../loop/entry/start-run';
import type { NodeSelection } from '../loop/invocation';
import { answerOf, readOutput } from '../loop/output';
import { readValues } from '../loop/read';
import type { SavedValue } from '../loop/state/channel-replay';
import { saveReplaced } from '../loop/state/save-replaced';
import type { UpdatedConfig, UpdatePreview } from '../loop/state/save-update';
import { previewUpdate, saveUpdates } from '../loop/state/save-update';
import { shownOf } from '../loop/state/shown';
import { snapshotOf } from '../loop/state/snapshot';
import type { StateUpdate } from '../loop/state/update-state';
import type { BaseStore } from '../store/base-store';
import { AwaitableStream } from '../stream/awaitable-stream';
import { EventStream } from '../stream/event-stream';
import type { RunEvent } from '../stream/run-events';
import type { Encoding, InEncoding, PrepareRun, StreamEventsOptions } from '../stream/run-stream';
import { streamRun, streamRunEvents } from '../stream/run-stream';
import type { StreamItem, StreamPayloads } from '../stream/stream-items';
import type { StreamMode } from '../stream/stream-mode';
import { silentSink } from '../stream/stream-mode';
import type { Blueprint, NodeBody } from './blueprint';
import { overBound } from './bound-config';
import { DescribedGraph } from './described-graph';
import { withCheckedContext } from './graph-schemas';
import { withVersion } from './graph-version';
import type { CompileOptions, RunConfig, RunResult, StreamConfig } from './run-config';
import { checkCompileOptions } from './run-config';
import { readState, saverAround, subgraphAt } from './subgraphs';
import { checkDurability, checkSelection } from './validate';

const BRAND = Symbol.for('retrograph.compiled-graph');

/**
 * A graph that can run. Made by `StateGraph.compile()`. The type parameters are what it answers, takes and may be edited
 * with, its nodes' names, and what these send to streams of mode `custom`.
 */
export class CompiledGraph<
  Values = Record<string, unknown>,
  Input = Record<string, unknown>,
  Update = Record<string, unknown>,
  Nodes extends string = string,
  Custom = unknown,
> extends DescribedGraph<Values, Input> {
  name: string;
  /** May be set: a server gives the graphs that it loads its own. */
  checkpointer: BaseCheckpointSaver | undefined;
  /** May be set too. */
  store: BaseStore | undefined;
  /** What becomes of its checkpoints inside of another graph. */
  readonly persistence: Persistence;
  private readonly options: CompileOptions;
  /** What `withConfig` bound to it. */
  private readonly bound: RunConfig | null;
  private readonly interruptBefore: NodeSelection;
  private readonly interruptAfter: NodeSelection;

  constructor(blueprint: Blueprint, options: CompileOptions, bound: RunConfig | null = null) {
    super(blueprint);
    checkCompileOptions(options);
    this.options = options;
    this.bound = bound;
    this.name = options.name ?? 'LangGraph';
    const { checkpointer } = options;
    this.checkpointer = typeof checkpointer === 'object' ? checkpointer : undefined;
    this.persistence = checkpointer === true ? 'thread' : checkpointer === false ? 'none' : 'call';
    this.store = options.store;
    this.interruptBefore = checkSelection(blueprint, options.interruptBefore ?? [], 'interruptBefore');
    this.interruptAfter = checkSelection(blueprint, options.interruptAfter ?? [], 'interruptAfter');
  }

  /** Which code it is, as far as that was said. */
  get version(): string | undefined {
    return this.options.version;
  }

  get [BRAND](): true {
    return true;
  }

  /**
   * Runs the graph to its end, an interrupt or an error, and answers the state; an interrupted run's has `__interrupt__`.
   * @param input an object (new input), a Command, or null to go on from the checkpoint
   * @throws what a node threw; EngineErrors of the loop
   */
  async invoke(input: Input | Command<unknown, unknown> | null, config: RunConfig = {}): Promise<RunResult<Values>> {
    const { run, outcome } = await startRun(this.runOptions(config), input, silentSink);
    return answerOf(run, outcome) as RunResult<Values>;
  }

  /** Runs the graph and answers its events as they happen. Leaving the iteration early stops the run cleanly. */
  stream<
    const Mode extends StreamMode | StreamMode[] = 'updates',
    const Subgraphs extends boolean = false,
    Encoded extends Encoding | undefined = undefined,
  >(
    input: Input | Command<unknown, unknown> | null,
    config: StreamConfig<Mode, Subgraphs> & { encoding?: Encoded } = {},
  ): AwaitableStream<
    InEncoding<Encoded, StreamItem<Mode, Subgraphs, StreamPayloads<RunResult<Values>, Update, Nodes, Custom>>>
  > {
    const given = overBound(this.bound, config);
    return new AwaitableStream(streamRun(this.startable(input, given), given));
  }

  /** Runs the graph and answers what happens in it as LangChain's events: of the graph, its nodes, and what these call. */
  streamEvents<Encoded extends Encoding | undefined = undefined>(
    input: Input | Command<unknown, unknown> | null,
    config: RunConfig & StreamEventsOptions & { encoding?: Encoded },
  ): EventStream<InEncoding<Encoded, RunEvent>> {
    const given = overBound(this.bound, config);
    return new EventStream(streamRunEvents(this.startable(input, given), given));
  }

  /** The same graph with a config bound to it, over which the calls' own configs go. */
  withConfig(config: StreamConfig<StreamMode | StreamMode[]>): CompiledGraph<Values, Input, Update, Nodes, Custom> {
    const { name, checkpointer = this.options.checkpointer, store } = this;
    const options: CompileOptions = {
      ...this.options,
      name,
      ...(checkpointer !== undefined && { checkpointer }),
      ...(store && { store }),
    };
    return new CompiledGraph(this.blueprint, options, overBound(this.bound, config));
  }

  /**
   * This graph as the body of a node of another: it takes the keys that its input has, and answers those that the parent
   * has. Values are shared and frozen, so that a part that it did not change stays the same part.
   */
  asNodeBody(parentKeys: readonly string[]): NodeBody {
    const { inputFields, outputKeys, isFunctional } = this.blueprint;
    const shared = outputKeys.filter((key) => parentKeys.includes(key));
    return async (state, config) => {
      const known = Object.entries(state as object).filter(([key]) => isFunctional || inputFields.has(key));
      const { run } = await startRun(this.runOptions(config), Object.fromEntries(known), silentSink);
      if (isFunctional) return readOutput(this.blueprint, run.state.channels);
      return readValues(run.state.channels, shared);
    };
  }

  /**
   * The state at the checkpoint named, else at the tip of the branch named, else of the head. With `checkpoint_ns` it is
   * the state of that subgraph; with `subgraphs` the pending tasks show the states of theirs.
   */
  async getState(given: RunnableConfig, { subgraphs = false } = {}): Promise<StateSnapshot<Values>> {
    const { config, ...place } = this.reading('getState', given);
    return (await readState(place, config, subgraphs)) as StateSnapshot<Values>;
  }

  /** The thread's states, newest first, of all branches: each tells its own in `position`. */
  async *getStateHistory(
    given: RunnableConfig,
    options?: CheckpointListOptions,
  ): AsyncGenerator<StateSnapshot<Values>> {
    const { graph, saver, config } = this.reading('getStateHistory', given);
    threadIdOf(config);
    const configurable = { checkpoint_ns: ROOT_NAMESPACE, ...config.configurable };
    for await (const tuple of readList(saver, { ...config, configurable }, options))
      yield graph.snapshotOf(tuple) as StateSnapshot<Values>;
  }

  /** A saver's tuple as a snapshot, as stored. */
  snapshotOf(tuple: CheckpointTuple, { withPendingWrites = false } = {}): StateSnapshot<Values> {
    return snapshotOf(this.blueprint, tuple, { withPendingWrites }) as StateSnapshot<Values>;
  }

  /** What the state shows whose channels hold these values, as stored. Shared and frozen; see `shownOf`. */
  shownOf(channelValues: Readonly<Record<string, unknown>>): unknown {
    return shownOf(this.blueprint, channelValues);
  }

  /**
   * Edits the state as if `asNode` had written it, as a new checkpoint: a fork when the config names one that is not a tip.
   * The answer is that checkpoint's config, with what would run next.
   */
  updateState(
    config: RunnableConfig,
    values: Update | [string, unknown][] | null,
    asNode?: string,
  ): Promise<UpdatedConfig> {
    return this.bulkUpdateState(config, [{ updates: [{ values, asNode }] }]);
  }

  /** Several edits: one checkpoint for each step of `updates`, which are written together. The answer is the last one's. */
  async bulkUpdateState(
    given: RunnableConfig,
    steps: readonly { updates: readonly StateUpdate[] }[],
  ): Promise<UpdatedConfig> {
    const { graph, saver, config } = this.reading('updateState', given);
    const options = { ...graph.runOptions(config, saver), host: null };
    const updates = steps.map((step) => step.updates);
    return saveUpdates(options, updates, (namespace) => subgraphAt(this, namespace).runOptions(config, saver));
  }

  /** What `updateState` would do. Nothing is written; the graph's own routers may be called. */
  async previewUpdate(
    given: RunnableConfig,
    values: Update | [string, unknown][] | null,
    asNode?: string,
  ): Promise<UpdatePreview> {
    const { graph, saver, config } = this.reading('previewUpdate', given);
    return previewUpdate({ ...graph.runOptions(config, saver), host: null }, values, asNode);
  }

  /** A fork of the checkpoint named with some channels as given, stored values or null for empty; what runs next stays. No node, router or reducer is called. */
  async forkReplacing(given: RunnableConfig, replaced: Readonly<Record<string, SavedValue>>): Promise<UpdatedConfig> {
    const { graph, saver, config } = this.reading('forkReplacing', given);
    return saveReplaced({ ...graph.runOptions(config, saver), host: null }, replaced);
  }

  /** Empties the cache that the graph was compiled with, of other graphs' results too. */
  async clearCache(): Promise<void> {
    await this.options.cache?.clear([]);
  }

  private startable(input: unknown, config: RunConfig): PrepareRun {
    return (listeners) => startableRun(withListeners(this.runOptions(config), listeners), input);
  }

  /** @param saver of the graph around it, when the state of this one is edited from outside */
  private runOptions(given: RunConfig, saver: BaseCheckpointSaver | null = this.checkpointer ?? null) {
    const config = overBound(this.bound, given);
    const { blueprint } = this;
    return runOptions({
      blueprint,
      graphName: this.name,
      saver,
      memory: config.store ?? this.store ?? null,
      persistence: this.persistence,
      durability: checkDurability(config.durability ?? this.options.durability ?? 'async'),
      savesAll: config.durability !== undefined || !blueprint.hasMilestones,
      config: withCheckedContext(blueprint, withVersion(config, this.version)),
      cache: config.cache ?? this.options.cache ?? null,
      stepTimeout: config.stepTimeout ?? this.options.stepTimeout,
      control: config.control,
      holdWhen: config.holdWhen,
      answerFor: config.answerFor,
      clock: config.clock,
      interruptBefore: checkSelection(blueprint, config.interruptBefore ?? this.interruptBefore, 'interruptBefore'),
      interruptAfter: checkSelection(blueprint, config.interruptAfter ?? this.interruptAfter, 'interruptAfter'),
    });
  }

  /** The graph whose states the config names, and where they are. */
  private reading(
    what: string,
    given: RunnableConfig,
  ): { graph: AnyCompiledGraph; saver: BaseCheckpointSaver; config: RunnableConfig } {
    const config = overBound(this.bound, given);
    const graph = subgraphAt(this, config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE);
    return { graph, saver: this.checkpointer ?? saverAround(what), config };
  }
}

/** A compiled graph whatever its state is. */
// biome-ignore lint/suspicious/noExplicitAny: nothing else stands for every state, input and update at once.
export type AnyCompiledGraph = CompiledGraph<any, any, any, any, any>;

/** True for a compiled graph of any copy of the engine. */
export function isCompiledGraph(value: unknown): value is CompiledGraph {
  return typeof value === 'object' && value !== null && BRAND in value;
}
