import type { CheckpointTuple, RunnableConfig, StateSnapshot, StateTask, TimelineRow } from '@/engine';
import type { GraphEvent, ServedGraph } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import type { StreamEvent } from './event-log';
import type { SourcedEvent } from './graph-stream';
import { isLive } from './join-run';
import { readWholeTimeline } from './path';
import { sendsOf } from './read-sends';
import { RebuiltStream } from './rebuilt-stream';
import { graphOfThread, requireThread } from './served-thread';
import {
  eventName,
  isKept,
  modeOf,
  newView,
  type ProtocolMode,
  type StreamView,
  toProtocolEvents,
} from './stream-events';

/**
 * The stream of a run that is no longer in memory, made again from its checkpoints and its kept events, in the engine's order:
 * checkpoint, values, task starts, and for each task what its subgraph did, its update and its end.
 */
export async function rebuildStream(context: RunsContext, record: RunRecord): Promise<StreamEvent[]> {
  const { threadId, metadata } = record;
  const modes = (record.kwargs.stream_mode ?? ['values']) as ProtocolMode[];
  const kept = await context.store.runEvents.read(threadId, record.runId);
  const stream = new RebuiltStream(kept.filter((row) => modes.includes(modeOf(row.mode) as ProtocolMode)));
  stream.push('metadata', { run_id: record.runId, attempt: 1 });
  const views = new Map<string, StreamView>();
  for await (const { namespace, event } of graphEventsOf(context, record)) {
    const view = views.get(namespace) ?? newView({ threadId, modes, metadata, namespace });
    views.set(namespace, view);
    if (event[0] === 'checkpoints') {
      view.step = event[1].metadata.step;
      if (namespace === '') stream.pushKept(view.step);
    }
    for (const { event: name, data } of toProtocolEvents(event, view)) {
      if (!isKept(name)) stream.push(eventName(name, namespace), data);
    }
  }
  stream.pushKept(Number.POSITIVE_INFINITY);
  if (record.error !== null) stream.push('error', { error: record.error.name, message: record.error.message });
  return stream.events;
}

interface StoredStep {
  row: TimelineRow;
  tuple: CheckpointTuple;
  snapshot: StateSnapshot;
  isOwn: boolean;
}

/** A graph whose steps are read: the root's, or a subgraph's that a task of `host` called. */
interface ReadGraph {
  graph: ServedGraph;
  namespace: string;
  host: { namespace: string; checkpointId: string } | null;
}

async function* graphEventsOf(context: RunsContext, record: RunRecord): AsyncGenerator<SourcedEvent> {
  const graph = graphOfThread(context, await requireThread(context, record.threadId));
  if (graph !== null) yield* eventsIn(context, record, { graph, namespace: '', host: null });
}

async function* eventsIn(context: RunsContext, record: RunRecord, read: ReadGraph): AsyncGenerator<SourcedEvent> {
  const { namespace } = read;
  const steps = await readSteps(context, record, read);
  for (const step of steps) {
    for (const event of checkpointEvents(step)) yield { namespace, event };
    const tasks = step.snapshot.tasks.filter((task) => task.name !== '__start__' && task.status !== 'pending');
    for (const task of tasks) yield { namespace, event: taskStart(step, task) };
    for (const task of tasks) {
      const inner = record.kwargs.subgraphs === true ? subgraphOf(read, step, task) : null;
      if (inner !== null) yield* eventsIn(context, record, inner);
      for (const event of taskEnd(step, task)) yield { namespace, event };
    }
  }
  const last = steps.at(-1);
  const isStopped = record.status === 'interrupted' && (record.reason === null || record.reason === 'breakpoint');
  if (last === undefined || !isStopped || isLive(record)) return;
  const interrupts = last.snapshot.tasks.flatMap((task) => task.interrupts);
  if (interrupts.length === 0 && namespace !== '') return;
  yield { namespace, event: ['updates', { __interrupt__: interrupts }] };
  yield { namespace, event: ['values', { ...last.snapshot.values, __interrupt__: interrupts }] };
}

/** The graph that a task called first: further calls of one task are not told again. */
function subgraphOf({ graph, namespace }: ReadGraph, { row }: StoredStep, task: StateTask): ReadGraph | null {
  const inner = (task.state as RunnableConfig | undefined)?.configurable?.checkpoint_ns;
  const [found] = graph.getSubgraphs(task.name);
  if (inner === undefined || found === undefined) return null;
  return { graph: found[1], namespace: inner, host: { namespace, checkpointId: row.checkpointId } };
}

/** The run's own checkpoints, and before them the one that it went on from. */
async function readSteps(
  context: RunsContext,
  record: RunRecord,
  { graph, namespace, host }: ReadGraph,
): Promise<StoredStep[]> {
  const rows = await readWholeTimeline(context, record.threadId, namespace);
  const own = rows.filter((row) => row.runId === record.runId);
  const first = own[0];
  const isContinued = first?.source === 'loop' && first.parentId !== null;
  const start = isContinued ? rows.find((row) => row.checkpointId === first?.parentId) : undefined;
  const wanted = start === undefined ? own : [start, ...own];
  const tuples = await context.store.saver.readTuples(
    record.threadId,
    wanted.map((row) => row.checkpointId),
    namespace,
  );
  const byId = new Map(tuples.map((tuple) => [tuple.checkpoint.id, tuple]));
  return wanted.flatMap((row) => {
    const tuple = byId.get(row.checkpointId);
    // A namespace that is kept over the thread has the steps of every call.
    const isOfHost = host === null || tuple?.metadata.parents[host.namespace] === host.checkpointId;
    if (tuple === undefined || !isOfHost) return [];
    return [{ row, tuple, snapshot: graph.snapshotOf(tuple), isOwn: row !== start }];
  });
}

function* checkpointEvents({ row, snapshot, isOwn, tuple }: StoredStep): Generator<GraphEvent> {
  if (isOwn) {
    yield [
      'checkpoints',
      {
        config: tuple.config,
        values: snapshot.values,
        metadata: tuple.metadata,
        next: row.next,
        tasks: snapshot.tasks.map(({ id, name, path }) => ({ id, name, path, interrupts: [] })),
        parentConfig: tuple.parentConfig,
        branchId: row.branchId,
      },
    ];
  }
  const showsValues = !isOwn || row.source === 'fork' || (row.source === 'loop' && row.changed.length > 0);
  if (showsValues) yield ['values', snapshot.values];
}

function taskStart({ row, snapshot, tuple }: StoredStep, task: StateTask): GraphEvent {
  const isPushed = task.path[0] === '__pregel_push';
  const input = isPushed ? (sendsOf(tuple)[Number(task.path[1])]?.args ?? null) : snapshot.values;
  const triggers = isPushed ? ['__pregel_push'] : [`branch:to:${task.name}`];
  return [
    'tasks',
    { id: task.id, name: task.name, input, triggers, interrupts: [], startMs: 0, checkpointId: row.checkpointId },
  ];
}

function* taskEnd({ row }: StoredStep, task: StateTask): Generator<GraphEvent> {
  if (task.status === 'running') return;
  if (task.status === 'done')
    yield ['updates', { [task.name]: updatesOf(task.result === undefined ? {} : task.result) }];
  yield [
    'tasks',
    {
      id: task.id,
      name: task.name,
      result: task.status === 'done' ? (task.result ?? {}) : null,
      interrupts: task.interrupts,
      error: task.error?.message ?? null,
      startMs: 0,
      durationMs: 0,
      checkpointId: row.checkpointId,
    },
  ];
}

/** Like the live stream: a list of updates where the task wrote a key more than once. */
function updatesOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result;
  const writes = Object.entries(result).map(([key, value]) => [key, repeatedWrites(value)] as const);
  if (writes.every(([, repeated]) => repeated === null)) return result;
  return writes.flatMap(([key, repeated]) =>
    (repeated ?? [(result as Record<string, unknown>)[key]]).map((value) => ({ [key]: value })),
  );
}

function repeatedWrites(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null || !('$writes' in value)) return null;
  return Array.isArray(value.$writes) && Object.keys(value).length === 1 ? value.$writes : null;
}
