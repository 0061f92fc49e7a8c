import type { RouteChoice, TaskRecord } from '@/engine';
import type { PartAddress } from '@/lib/contracts/parts';
import type { RouteRead, TaskRoute } from '@/lib/contracts/task-details';
import { toWire } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { foldItem } from '@/lib/inspect/fold-value';
import type { TaskPlace } from './task-details';

/** A step: the checkpoint that its tasks were pending at, the one that it made, and all of its tasks. */
export interface RanStep {
  before: TaskPlace;
  after: TaskPlace;
  tasks: readonly TaskRecord[];
  /** As it is loaded now; null where it is not. */
  graph: ServedGraph | null;
}

const VALUE_BYTES = 2 * 1024;

/**
 * How what follows a task was chosen, with the values that its routers saw. No code of the graph is called: what a
 * reducer made of a task's writes is read where the task was the step's only one, else told as what went into it.
 */
export function routesOf(task: TaskRecord, step: RanStep): TaskRoute[] | 'not kept' | null {
  if (task.routes) return task.routes.map((choice, index) => routeOf(task, choice, index, step));
  const hasRouters = (step.graph?.getRouters(task.node).length ?? 0) > 0;
  return hasRouters && task.status === 'done' ? 'not kept' : null;
}

function routeOf(task: TaskRecord, { router, answers, reads }: RouteChoice, index: number, step: RanStep): TaskRoute {
  const known = router === null ? null : answersOfRouter(task, router, index, step.graph);
  const taken = answers.map(({ to, sends }) => ({ label: to, sends, target: targetOf(to, sends, known, step.graph) }));
  const labels = new Set(answers.filter(({ sends }) => sends === 0).map(({ to }) => to));
  const sentTo = new Set(answers.filter(({ sends }) => sends > 0).map(({ to }) => to));
  const isTaken = (label: string, target: string) => labels.has(label) || sentTo.has(target);
  return {
    router,
    taken,
    notTaken: known?.filter(({ label, target }) => !isTaken(label, target)) ?? null,
    reads: reads.map((key) => ({ key, ...readOf(task, key, step) })),
    valueless: router === null ? [] : valueless(task, step),
  };
}

/** Routers may have one name: then they are told apart by their order, if a Command does not stand before them. */
function answersOfRouter({ node, routes = [] }: TaskRecord, name: string, index: number, graph: ServedGraph | null) {
  const position = routes[0]?.router === null ? index - 1 : index;
  const routers = graph?.getRouters(node) ?? [];
  const router = routers[position]?.name === name ? routers[position] : routers.find((each) => each.name === name);
  return router?.answers ?? null;
}

function targetOf(
  to: string,
  sends: number,
  known: readonly { label: string; target: string }[] | null,
  graph: ServedGraph | null,
): string | null {
  if (sends > 0) return to;
  const declared = known?.find(({ label }) => label === to);
  if (declared) return declared.target;
  return graph?.getGraph().nodes.some(({ id }) => id === to) ? to : null;
}

type Read = RouteRead extends infer Each ? (Each extends { key: string } ? Omit<Each, 'key'> : never) : never;

function readOf(task: TaskRecord, key: string, { before, after, tasks, graph }: RanStep): Read {
  const stored = before.tuple.pendingWrites.filter(([id]) => id === task.id);
  // Steps that were saved together with others: what the task ran on is not there.
  if (stored.length === 0) return { kind: 'unknown' };
  const own = stored.filter(([, channel]) => channel === key).map(([, , value]) => value);
  const was = storedValue(before, key);
  if (own.length === 0) return was ? { kind: 'value', value: was.value } : { kind: 'unknown' };
  const became = tasks.length === 1 ? storedValue(after, key) : null;
  if (became) return { kind: 'value', value: became.value };
  const write = own.length === 1 ? own[0] : own;
  const address: PartAddress = { ...placeOf(before), taskId: task.id, field: 'writes', path: [key] };
  const shown = foldItem(toWire(write), address, VALUE_BYTES);
  const isReplaced = graph?.getChannels().some((channel) => channel.name === key && !channel.hasReducer);
  return isReplaced ? { kind: 'value', value: shown } : { kind: 'combined', before: was, write: shown };
}

/** A default that nobody overwrote is in what the graph shows, a key that the graph lost only in the checkpoint. */
function storedValue({ tuple, snapshot }: TaskPlace, key: string): { value: unknown } | null {
  const values = [snapshot.values as Record<string, unknown> | null, tuple.checkpoint.channel_values].find(
    (each) => each && Object.hasOwn(each, key),
  );
  if (!values) return null;
  const address: PartAddress = { ...placeOf({ tuple }), field: 'values', path: [key] };
  return { value: foldItem(toWire(values[key]), address, VALUE_BYTES) };
}

function placeOf({ tuple }: Pick<TaskPlace, 'tuple'>): Pick<PartAddress, 'checkpointId' | 'namespace'> {
  const namespace = tuple.config.configurable?.checkpoint_ns ?? '';
  return { checkpointId: tuple.checkpoint.id, ...(namespace !== '' && { namespace }) };
}

function valueless({ id }: TaskRecord, { before, graph }: RanStep): string[] {
  const written = new Set(before.tuple.pendingWrites.filter(([taskId]) => taskId === id).map(([, channel]) => channel));
  const names = graph?.getChannels().map(({ name }) => name) ?? [];
  return names.filter((name) => !written.has(name) && storedValue(before, name) === null);
}
