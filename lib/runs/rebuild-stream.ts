import type { CheckpointTuple, StateSnapshot, StateTask, TimelineRow } from '@/engine';
import { fromWire, WireValueError } from '@/lib/contracts/wire-value';
import type { GraphEvent } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { EventLog, type StreamEvent } from './event-log';
import { isLive } from './join-run';
import { readWholeTimeline } from './path';
import { graphOfThread, requireThread } from './served-thread';
import { type ProtocolMode, type StreamView, toProtocolEvents } from './stream-events';

/**
 * The stream of a run that is no longer in memory, made again from its checkpoints and its kept `custom` events, in the engine's order:
 * checkpoint, values, task starts, custom, and for each task its update and its end.
 */
export async function rebuildStream(context: RunsContext, record: RunRecord): Promise<StreamEvent[]> {
  const log = new EventLog(Number.MAX_SAFE_INTEGER);
  const view: StreamView = {
    threadId: record.threadId,
    modes: (record.kwargs.stream_mode ?? ['values']) as ProtocolMode[],
    metadata: record.metadata,
    step: -2,
  };
  log.push('metadata', { run_id: record.runId, attempt: 1 });
  for await (const event of graphEventsOf(context, record)) {
    if (event[0] === 'checkpoints') view.step = event[1].metadata.step;
    for (const { event: name, data } of toProtocolEvents(event, view)) log.push(name, data);
  }
  if (record.error !== null) log.push('error', { error: record.error.name, message: record.error.message });
  return log.readAfter(-1).events;
}

interface StoredStep {
  row: TimelineRow;
  tuple: CheckpointTuple;
  snapshot: StateSnapshot;
  isOwn: boolean;
}

async function* graphEventsOf(context: RunsContext, record: RunRecord): AsyncGenerator<GraphEvent> {
  const steps = await readSteps(context, record);
  const custom = await context.store.runEvents.read(record.threadId, record.runId);
  for (const step of steps) {
    yield* checkpointEvents(step);
    const nextStep = step.row.step + 1;
    const tasks = step.snapshot.tasks.filter((task) => task.name !== '__start__' && task.status !== 'pending');
    for (const task of tasks) yield taskStart(step, task);
    for (const event of custom) if (event.step === nextStep) yield ['custom', payloadOf(event.payload)];
    for (const task of tasks) yield* taskEnd(step, task);
  }
  const last = steps.at(-1);
  const isStopped = record.status === 'interrupted' && (record.reason === null || record.reason === 'breakpoint');
  if (last === undefined || !isStopped || isLive(record)) return;
  const interrupts = last.snapshot.tasks.flatMap((task) => task.interrupts);
  yield ['updates', { __interrupt__: interrupts }];
  yield ['values', { ...last.snapshot.values, __interrupt__: interrupts }];
}

/** The run's own checkpoints, and before them the one that it went on from. */
async function readSteps(context: RunsContext, record: RunRecord): Promise<StoredStep[]> {
  const thread = await requireThread(context, record.threadId);
  const graph = graphOfThread(context, thread);
  if (graph === null) return [];
  const rows = await readWholeTimeline(context, record.threadId);
  const own = rows.filter((row) => row.runId === record.runId);
  const first = own[0];
  const isContinued = first?.source === 'loop' && first.parentId !== null;
  const start = isContinued ? rows.find((row) => row.checkpointId === first?.parentId) : undefined;
  const wanted = start === undefined ? own : [start, ...own];
  const tuples = await context.store.saver.readTuples(
    record.threadId,
    wanted.map((row) => row.checkpointId),
  );
  const byId = new Map(tuples.map((tuple) => [tuple.checkpoint.id, tuple]));
  return wanted.flatMap((row) => {
    const tuple = byId.get(row.checkpointId);
    return tuple === undefined ? [] : [{ row, tuple, snapshot: graph.snapshotOf(tuple), isOwn: row !== start }];
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
  const input = isPushed ? sentArgument(tuple, Number(task.path[1])) : snapshot.values;
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

/** A class that cannot be made again is shown in its JSON form. */
function payloadOf(json: unknown): unknown {
  try {
    return fromWire(json);
  } catch (error) {
    if (error instanceof WireValueError) return json;
    throw error;
  }
}

function sentArgument(tuple: CheckpointTuple, index: number): unknown {
  const sends = tuple.checkpoint.channel_values.__pregel_tasks;
  return Array.isArray(sends) ? ((sends[index] as { args?: unknown } | undefined)?.args ?? null) : null;
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
