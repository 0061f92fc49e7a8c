import {
  type CheckpointTuple,
  interruptId,
  isCallPath,
  isResultChannel,
  RESUME,
  type StateSnapshot,
  type StateTask,
  type TaskPath,
  type TaskRecord,
  taskFlagsOf,
} from '@/engine';
import type { PartAddress } from '@/lib/contracts/parts';
import type { TaskDetails, TaskQuestion } from '@/lib/contracts/task-details';
import { toWire, toWireState } from '@/lib/contracts/wire-value';
import { foldItem } from '@/lib/inspect/fold-value';
import type { StatePlace } from '@/lib/inspect/node-occurrences';
import { usageIn } from '@/lib/inspect/token-usage';
import { AppError } from '@/lib/runs/app-error';
import { requireTuple } from '@/lib/runs/placement';
import { sendsOf } from '@/lib/runs/read-sends';
import { readSnapshot, readStateAt } from '@/lib/runs/read-state';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';

/** A task before what it printed and how its routers chose are added. */
export type BareTask = Omit<TaskDetails, 'console' | 'consoleCut' | 'routes'>;

/** The checkpoint that tasks were pending at, as stored and as a caller sees it. */
export interface TaskPlace {
  tuple: CheckpointTuple;
  snapshot: StateSnapshot;
}

const VALUE_BYTES = 8 * 1024;

/** @throws AppError CHECKPOINT_NOT_FOUND */
export async function readTaskPlace(
  runtime: Runtime,
  thread: ThreadRecord,
  { checkpointId, namespace }: StatePlace,
): Promise<TaskPlace> {
  const tuple = await requireTuple(runtime, thread.threadId, namespace, checkpointId);
  const isRoot = namespace === '';
  const snapshot = isRoot
    ? await readSnapshot(runtime, thread, tuple)
    : await readStateAt(runtime, thread, checkpointId, { namespace });
  return { tuple, snapshot };
}

/** Tasks of the step behind `place`, which were pending there. `isFolded`: large values have parts. */
export function ranTasks(records: readonly TaskRecord[], place: TaskPlace, isFolded: boolean): BareTask[] {
  const shownById = new Map(place.snapshot.tasks.map((task) => [task.id, task]));
  return records.map(({ id, node, status, startMs, durationMs, attempts, path, ...flags }) => ({
    id,
    node,
    isPending: false,
    status,
    startMs,
    durationMs,
    attempts,
    ...taskFlagsOf(flags),
    ...contentOf(place, { id, path, shown: shownById.get(id) }, isFolded),
  }));
}

/** Tasks that are pending at `place`. */
export function pendingTasks(tasks: readonly StateTask[], place: TaskPlace, isFolded: boolean): BareTask[] {
  return tasks.map((shown) => ({
    id: shown.id,
    node: shown.name,
    isPending: true,
    status: shown.status,
    startMs: null,
    durationMs: null,
    attempts: null,
    ...contentOf(place, { id: shown.id, path: shown.path, shown }, isFolded),
  }));
}

interface NamedTask {
  id: string;
  path: TaskPath;
  /** Absent for a call of a task function, which no plan has. */
  shown: StateTask | undefined;
}

function contentOf(place: TaskPlace, task: NamedTask, isFolded: boolean) {
  const checkpointId = place.tuple.checkpoint.id;
  const namespace = place.tuple.config.configurable?.checkpoint_ns ?? '';
  const writes = writesOf(place, task);
  const sent = sentArgument(place.tuple, task.path);
  const fold = (value: unknown, field: PartAddress['field'], key?: string) => {
    const path = key === undefined ? [] : [key];
    const address = { checkpointId, ...(namespace !== '' && { namespace }), taskId: task.id, field, path };
    return isFolded ? foldItem(value, address, VALUE_BYTES) : value;
  };
  const input: TaskDetails['input'] =
    sent === undefined
      ? isCallPath(task.path)
        ? null
        : { kind: 'state', checkpointId }
      : { kind: 'sent', value: fold(sent, 'input') };
  return {
    input,
    writes:
      writes && Object.fromEntries(Object.entries(writes).map(([key, value]) => [key, fold(value, 'writes', key)])),
    error: task.shown?.error ?? null,
    questions: questionsOf(place.tuple, task),
    usage: usageIn(writes),
  };
}

function writesOf({ tuple }: TaskPlace, { id, shown }: NamedTask): Record<string, unknown> | null {
  if (shown) return shown.result == null ? null : toWireState(shown.result);
  const returned = tuple.pendingWrites.find(([taskId, channel]) => taskId === id && isResultChannel(channel));
  return returned ? toWireState(returned[2]) : null;
}

/** Undefined for a task that no Send made. */
function sentArgument(tuple: CheckpointTuple, path: TaskPath): unknown {
  if (path[0] !== '__pregel_push' || isCallPath(path)) return undefined;
  const send = sendsOf(tuple)[path[1]];
  return send && toWire(send.args ?? null);
}

/** In the order of the task's `interrupt()` calls, then those of its subgraphs. */
function questionsOf({ pendingWrites }: CheckpointTuple, { id, shown }: NamedTask): TaskQuestion[] {
  const open = shown?.interrupts ?? [];
  const answers = pendingWrites.find(([taskId, channel]) => taskId === id && channel === RESUME)?.[2];
  const own = (Array.isArray(answers) ? answers : []).map((answer, index): TaskQuestion => {
    const questionId = interruptId(id, index);
    const asked = open.find((question) => question.id === questionId);
    return { id: questionId, asked: asked ? { value: toWire(asked.value) } : null, answer: { value: toWire(answer) } };
  });
  const known = new Set(own.map((question) => question.id));
  const others = open.filter((question) => !known.has(question.id));
  const isOver = shown?.status === 'done';
  return [
    ...own,
    ...others.map(
      ({ id, value }): TaskQuestion => ({ id, asked: { value: toWire(value) }, answer: isOver ? 'inside' : null }),
    ),
  ];
}

/** What a task wrote or was given, whole. @throws AppError CHECKPOINT_NOT_FOUND, INVALID_REQUEST for an unknown task */
export async function readTaskValue(
  runtime: Runtime,
  thread: ThreadRecord,
  { checkpointId, namespace, taskId, field }: StatePlace & { taskId: string; field: 'writes' | 'input' },
): Promise<unknown> {
  const place = await readTaskPlace(runtime, thread, { checkpointId, namespace });
  const shown = place.snapshot.tasks.find((task) => task.id === taskId);
  if (field === 'input' && shown) return sentArgument(place.tuple, shown.path);
  const writes = writesOf(place, { id: taskId, path: shown?.path ?? ['__pregel_pull', ''], shown });
  if (writes !== null && field === 'writes') return writes;
  throw new AppError('INVALID_REQUEST', `At checkpoint ${checkpointId} no task "${taskId}" has any ${field}.`);
}
