import { END, INPUT, START } from '../../channels/names';
import type { PendingWrite } from '../../checkpoint/checkpoint';
import { INTERRUPT } from '../../checkpoint/checkpoint';
import { compareVersions } from '../../checkpoint/version';
import { runInTask } from '../../control/task-context';
import { EngineError, InvalidUpdateError } from '../../errors';
import type { Blueprint, NodePlan } from '../../graph/blueprint';
import type { AppliedTask } from '../apply';
import { applyWrites } from '../apply';
import { mapInput, writesOfInput } from '../entry/input';
import type { Invocation } from '../invocation';
import type { LoopState } from '../loop-state';

import { nextTasks } from '../next-tasks';

import { addRouterWrites, writesOfChecked, writesOfUpdate } from '../node-writes';

import { planTasks } from '../plan';
import { readWithWrites } from '../read';
import type { Task } from '../task/task';
import { createTask } from '../task/task';
import { frameOf } from '../task/task-frame';
import { runtimeOf } from '../task/task-runtime';
import { applyFinished } from './snapshot';

export interface AppliedUpdate {
  /** The node that the update acted as. */
  asNode: string;
  next: Task[];
  calledRouters: string[];
}

/** One edit. */
export interface StateUpdate {
  values: unknown;
  /** The node that it acts as. Default: the one that wrote last. */
  asNode?: string | undefined;
}

/**
 * Applies edits to `run.state` as if their nodes had written them in one step: the state writes, the nodes' static edges,
 * and their routers on the edited state. No node's body runs, and nothing is saved here. (SEMANTICS 11.)
 * @throws EngineError AMBIGUOUS_AS_NODE, UNKNOWN_NODE; UnknownStateKeyError; InvalidUpdateError; INVALID_INPUT
 */
export async function applyUpdates(
  run: Invocation,
  pending: readonly Task[],
  updates: readonly StateUpdate[],
): Promise<AppliedUpdate> {
  const [first, ...others] = updates;
  if (others.length === 0) return applyUpdate(run, pending, first?.values, first?.asNode);
  applyFinished(run.state, pending);
  const applied: AppliedTask[] = [];
  const calledRouters: string[] = [];
  for (const { values, asNode } of updates) {
    const node = nodeToActAs(run.blueprint, asNode ?? defaultAsNode(run.blueprint, run.state));
    const writes = updateWrites(run, node, values);
    calledRouters.push(...(await addRouting(run, node, writes)));
    applied.push({ node, triggers: triggersOf(node), writes });
  }
  applyWrites(run.state, applied);
  for (const { node } of applied) markSeen(run.state, node.name);
  const asNodes = applied.map(({ node }) => node.name).join(', ');
  return { asNode: asNodes, next: nextTasks(run.blueprint, run.state), calledRouters };
}

async function applyUpdate(
  run: Invocation,
  pending: readonly Task[],
  values: unknown,
  asNode: string | undefined,
): Promise<AppliedUpdate> {
  const { blueprint, state } = run;
  const isWhole = run.config.configurable?.checkpoint_id === undefined;
  if (isWhole) applyFinished(state, pending);
  const name = asNode ?? defaultAsNode(blueprint, state);
  if (name === END) return finishPending(run, pending, values);
  if (name === INPUT) return applyAsInput(run, pending, values);
  const node = nodeToActAs(blueprint, name);
  const writes = updateWrites(run, node, values);
  const calledRouters = await addRouting(run, node, writes);
  applyWrites(state, [{ node, triggers: triggersOf(node), writes }]);
  markSeen(state, name);
  // A join that was complete before is still to run, so all that the state holds counts, not only what changed.
  return { asNode: name, next: nextTasks(blueprint, state), calledRouters };
}

/** The edit stands for the node's run: what waited for the node is consumed. */
function triggersOf({ triggers }: NodePlan): string[] {
  return [INTERRUPT, ...triggers];
}

function nodeToActAs(blueprint: Blueprint, name: string): NodePlan {
  const node = blueprint.nodes.get(name);
  if (node) return node;
  const known = asNodeChoices(blueprint).join(', ');
  throw new EngineError(
    'UNKNOWN_NODE',
    `The state can't be updated as "${name}", which is no node of this graph; use one of: ${known}.`,
  );
}

export function asNodeChoices(blueprint: Blueprint): string[] {
  return [...blueprint.nodes.keys()];
}

function updateWrites(run: Invocation, node: NodePlan, values: unknown): PendingWrite[] {
  const { blueprint, state } = run;
  if (node.writesOf && values !== undefined) return node.writesOf(values);
  if (values === null || values === undefined) return [];
  if (node.name === START)
    return writesOfChecked(blueprint, Object.entries(mapInput(blueprint, state, values)), 'The update');
  if (typeof values !== 'object') {
    throw new InvalidUpdateError(
      'INVALID_INPUT',
      `An update must be an object of state keys, or a list of [key, value] pairs; got ${typeof values}.`,
    );
  }
  const entries = (Array.isArray(values) ? values : Object.entries(values)) as [string, unknown][];
  return writesOfUpdate(blueprint, entries, 'The update');
}

async function addRouting(run: Invocation, node: NodePlan, writes: PendingWrite[]): Promise<string[]> {
  const { blueprint, state } = run;
  const update = [...writes];
  writes.push(...node.edgeWrites);
  const task = createTask(node, node.path);
  const runtime = runtimeOf(run, task);
  const context = frameOf(run, task, runtime);
  for (const router of node.routers) {
    const given = readWithWrites(state, blueprint.stateKeys, update);
    const answer = await runInTask(context, () => router.route(given, runtime));
    addRouterWrites(writes, blueprint, node.name, router, answer);
  }
  return node.routers.map((router) => router.name);
}

/** Remembers who wrote last, for the next default `asNode`. */
function markSeen(state: LoopState, node: string): void {
  if (state.lastVersion === undefined) return;
  state.seen[node] = { ...state.seen[node], [INTERRUPT]: state.lastVersion };
}

/** END with null: what is pending counts as done, with what it wrote; nothing follows. */
function finishPending(run: Invocation, pending: readonly Task[], values: unknown): AppliedUpdate {
  if (values !== null && values !== undefined) {
    throw new InvalidUpdateError(
      'INVALID_INPUT',
      'An update as END takes no values: it clears what is pending. Pass null, or name a node.',
    );
  }
  applyWrites(run.state, [
    ...pending.map(({ node, triggers }) => ({ node, triggers, writes: [] })),
    { node: { name: END }, triggers: [], writes: [] },
  ]);
  return { asNode: END, next: planTasks(run.blueprint, run.state), calledRouters: [] };
}

/** `__input__`: the same as a new input, without running. */
function applyAsInput(run: Invocation, pending: readonly Task[], values: unknown): AppliedUpdate {
  const { blueprint, state } = run;
  const writes = writesOfInput(blueprint, state, values ?? {});
  applyWrites(state, [
    ...pending.map(({ node, triggers }) => ({ node, triggers, writes: [] })),
    { node: { name: INPUT }, triggers: [], writes },
  ]);
  return { asNode: INPUT, next: planTasks(blueprint, state), calledRouters: [] };
}

/**
 * The only node, START counted: a graph with a START acts as it while its first nodes still wait, so that an edit never
 * skips a node. START when nothing ran; else the one node that wrote last.
 */
function defaultAsNode(blueprint: Blueprint, state: LoopState): string {
  const [only, ...others] = asNodeChoices(blueprint);
  if (others.length === 0 && only !== undefined) return only;
  let last: string[] = [];
  let latest: { version: string | number; ran: number } | undefined;
  for (const [name, seen] of Object.entries(state.seen)) {
    if (!blueprint.nodes.has(name)) continue;
    for (const [channel, version] of Object.entries(seen)) {
      // Who ran on what an edit wrote came after the edit, which is marked with the same version.
      const ran = channel === INTERRUPT ? 0 : 1;
      const order = latest === undefined ? 1 : compareVersions(version, latest.version) || ran - latest.ran;
      if (order > 0) [last, latest] = [[name], { version, ran }];
      else if (order === 0 && !last.includes(name)) last.push(name);
    }
  }
  if (last.length > 1) {
    throw new EngineError(
      'AMBIGUOUS_AS_NODE',
      `Nodes ${last.join(', ')} wrote last in the same step, so the update needs to say which it acts as: pass one of them as asNode.`,
    );
  }
  return last[0] ?? START;
}
