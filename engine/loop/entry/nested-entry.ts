import type { Placement } from '../../checkpoint/branching';
import type { CallMetadata, CheckpointTuple, Descent } from '../../checkpoint/checkpoint';
import { newBranchId } from '../../checkpoint/ids';
import { childNamespace, placeByNames } from '../../checkpoint/namespace';
import { readTuple } from '../../checkpoint/shared-reads';
import { isCommand } from '../../control/command';
import { CheckpointNotFoundError } from '../../errors';
import type { Invocation } from '../invocation';
import { newStore } from '../invocation';
import { checkpointIdOf, markAllUnsaved, restoreState } from '../loop-state';
import { planTasks } from '../plan';
import type { Task } from '../task/task';
import { idOf, originOf, restoreTasks } from '../task/task';
import type { TaskFrame } from '../task/task-frame';
import { applyCommandWrites } from './command-writes';
import { descentsThrough, restoreDescents } from './descent';
import { emitState } from './emit-state';
import type { Entry, UnenteredRun } from './entry';
import { branchOriginOf, enterAtPosition, enterWithCommand, enterWithoutSaver } from './entry';
import { saveForkCopy } from './fork-copy';
import type { VisitHost } from './host-path';
import { nestedInput } from './input';
import { refuseLostNodes } from './lost-nodes';
import { nestedSink } from './nested-run';
import { placeOfCall } from './place';
import { NOWHERE, placementAfter, positionOf } from './position';
import type { Answers } from './resume';
import { carryOver, expectedQuestion, giveAnswers, holdUnanswered, takenOver } from './resume';
import type { VisitHosts } from './visit';
import { findVisit, hasBegun, hostsAround, isSameVisit } from './visit';

/** `call`: a fresh state for each call. `thread`: one state over all calls of the thread. `none`: nothing is kept. */
export type Persistence = 'call' | 'thread' | 'none';

/**
 * Finds where a subgraph's run begins, inside of a task of the graph that calls it. When that task runs again (a resume, a
 * retry), the call goes on from its own checkpoints instead of beginning; its input is then not looked at.
 */
export async function enterNested(
  options: UnenteredRun,
  frame: TaskFrame,
  input: unknown,
): Promise<{ run: Invocation; entry: Entry }> {
  const { run: host, task } = frame;
  const call = frame.subgraphCalls++;
  const isKept = options.persistence === 'thread';
  const callerId = idOf(host.state, task);
  const place = placeOfCall(host.place, host.state, task, call);
  const namespace = isKept ? place : childNamespace(host.state.namespace, task.node.name, callerId, call);
  const run: UnenteredRun = {
    ...options,
    sink: nestedSink(options.sink, frame, namespace),
    place,
    parents: { ...host.parents, [host.state.namespace]: checkpointIdOf(host.state) },
    callMetadata: callMetadataOf(place, namespace, isKept ? callerId : null),
  };
  if (!host.store || options.persistence === 'none')
    return enterWithoutSaver(run, nestedInput(run.blueprint, input), namespace);
  // Its checkpoints belong to one that is there, whenever the process dies.
  await host.store.progress.account.settleSteps();
  const around = hostsAround(host, host.store);
  const descents = descentsThrough(frame, call, isKept ? namespace : null);
  const isDescent = descents.length > 0 && !(await hasBegun(around[0], namespace));
  if (isDescent) return enterBelow(run, around[0], namespace, descents);
  return enterVisit(run, around, namespace, input);
}

function callMetadataOf(place: string, namespace: string, callerId: string | null): CallMetadata | null {
  const isMarked = place !== placeByNames(namespace);
  if (callerId === null && !isMarked) return null;
  return { ...(isMarked && { place }), ...(callerId !== null && { called_by: callerId }) };
}

async function enterVisit(
  options: UnenteredRun,
  around: VisitHosts,
  namespace: string,
  input: unknown,
): Promise<{ run: Invocation; entry: Entry }> {
  const [host] = around;
  const { saver, threadId } = host.store;
  const { tuple, isFirst } = await findVisit(around, namespace);
  const position = tuple ? await positionOf(saver, threadId, namespace, tuple, true) : NOWHERE;
  const after = placementAfter(position, false, branchOriginOf(input));
  const placement = after.kind === 'start' ? { ...after, isFirst } : after;
  const store = newStore(saver, { threadId, namespace }, placement, tuple?.checkpoint.id ?? null);
  const run: Invocation = { ...options, state: restoreState(options.blueprint, tuple, namespace), store };
  if (tuple && isSameVisit(tuple, host)) {
    refuseLostNodes(run.blueprint, tuple);
    run.descents = restoreDescents(tuple);
    applyCommandWrites(run.state, tuple);
    const tasks = planTasks(run.blueprint, run.state);
    restoreTasks(run.state, tasks, tuple.pendingWrites);
    if (run.answers) {
      run.answers = withExpectedAnswer(run, tasks, tuple, run.answers);
      await giveAnswers(run, tasks, run.answers);
      holdUnanswered(run, tasks);
    }
    emitState(run);
    return { run, entry: { tasks, isResumed: true } };
  }
  if (isCommand(input)) return { run, entry: await enterWithCommand(run, position, input, null) };
  return { run, entry: await enterAtPosition(run, position, nestedInput(run.blueprint, input)) };
}

/** After an edit in here, the answer to what the enclosing task lists is for what will be asked instead. */
function withExpectedAnswer(
  { state, host }: Invocation,
  tasks: readonly Task[],
  { metadata }: CheckpointTuple,
  answers: Answers,
): Answers {
  const given = (host?.task.interrupts ?? []).filter(({ id }) => answers.has(id));
  const expected = metadata.source === 'update' && given.length === 1 ? expectedQuestion(state, tasks) : null;
  return expected === null ? answers : new Map([...answers, [expected, answers.get(given[0]?.id as string)]]);
}

/** In a fork: takes over the checkpoint that the original call made. */
async function enterBelow(
  options: UnenteredRun,
  host: VisitHost,
  namespace: string,
  descents: readonly Descent[],
): Promise<{ run: Invocation; entry: Entry }> {
  const [first] = descents[0] ?? [];
  const { saver, threadId } = host.store;
  const origin = first && {
    thread_id: threadId,
    checkpoint_ns: first.namespace,
    checkpoint_id: first.checkpointId,
  };
  const tuple = origin && (await readTuple(saver, { configurable: origin }));
  if (!first || !tuple) {
    throw new CheckpointNotFoundError(
      `Checkpoint "${first?.checkpointId}" of the subgraph "${first?.namespace}" is gone; fork from an earlier step.`,
    );
  }
  refuseLostNodes(options.blueprint, tuple);
  const original = restoreState(options.blueprint, tuple, first.namespace);
  const originals = planTasks(options.blueprint, original);
  restoreTasks(original, originals, tuple.pendingWrites);

  // In another namespace the copy has no parent, and nothing of its values is stored yet.
  const isTransplant = namespace !== first.namespace;
  const state = restoreState(options.blueprint, tuple, namespace);
  if (isTransplant) {
    state.checkpointId = null;
    markAllUnsaved(state);
  }
  const placement: Placement = { kind: 'start', branchId: newBranchId(), origin: 'replay', isFirst: isTransplant };
  const store = newStore(saver, { threadId, namespace }, placement, state.checkpointId);
  const run: Invocation = { ...options, state, store };
  const below = descents.map((descent) => descent.slice(1)).filter(({ length }) => length > 0);
  // A resume answers the originals' questions and keeps what their siblings did; a replay runs everything again.
  const tasks = await saveForkCopy(run, {
    origin: originOf(original),
    descents: below,
    takenOver: run.answers ? takenOver(original, originals, run.answers) : [],
  });
  run.state.calls = original.calls;
  if (run.answers) await carryOver(run, originals, tasks, run.answers);
  return { run, entry: { tasks, isResumed: true } };
}
