import type { CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import { nodesOf, ROOT_NAMESPACE } from '../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import { readList, readTuple } from '../checkpoint/shared-reads';
import type { StateSnapshot, StateTask } from '../checkpoint/snapshot';
import { EngineError } from '../errors';
import { findPosition, threadIdOf } from '../loop/entry/position';
import { emptySnapshot } from '../loop/state/snapshot';
import { enclosingFrame } from '../loop/task/task-frame';
import type { Blueprint } from './blueprint';
import type { AnyCompiledGraph } from './compiled-graph';

/** The subgraphs of a graph's nodes, by node. */
function subgraphsOf({ nodes }: Blueprint): [node: string, graph: AnyCompiledGraph][] {
  return [...nodes.values()].flatMap(({ name, subgraphs }) =>
    subgraphs.map((graph): [string, AnyCompiledGraph] => [name, graph]),
  );
}

/** The same by path, node names joined with `|`. @param wanted the only one; undefined: all, those below them when `recurse` */
export function* subgraphsBelow(
  blueprint: Blueprint,
  wanted: string | undefined,
  recurse: boolean,
): Generator<[path: string, graph: AnyCompiledGraph]> {
  for (const [name, graph] of subgraphsOf(blueprint)) {
    if (wanted === undefined || wanted === name) yield [name, graph];
    if (!recurse && wanted === undefined) continue;
    const rest = wanted?.startsWith(`${name}|`) ? wanted.slice(name.length + 1) : undefined;
    if (wanted !== undefined && rest === undefined) continue;
    for (const [below, inner] of graph.getSubgraphs(rest, recurse)) yield [`${name}|${below}`, inner];
  }
}

/** The saver of the run that a graph without one is called in. @param what reads @throws EngineError MISSING_CHECKPOINTER */
export function saverAround(what: string): BaseCheckpointSaver {
  const saver = enclosingFrame()?.run.store?.saver;
  if (saver) return saver;
  throw new EngineError(
    'MISSING_CHECKPOINTER',
    `${what}() reads saved states, and the graph has no checkpointer; compile it with { checkpointer }.`,
  );
}

/** The graph that runs in a namespace of `root`. @throws EngineError UNKNOWN_NODE when a node of the path has no subgraph */
export function subgraphAt(root: AnyCompiledGraph, namespace: string): AnyCompiledGraph {
  let graph = root;
  for (const { node, call } of nodesOf(namespace)) {
    const found = graph.nodes.includes(node) ? calledBy(graph, node) : calledByTask(graph, node);
    // A function that calls one graph several times names it once.
    const next = found[call] ?? found[0];
    if (!next) {
      throw new EngineError(
        'UNKNOWN_NODE',
        `Namespace "${namespace}" leads through "${node}", which has no subgraph; a node or an entrypoint that calls one, itself or in a task, says so by { subgraphs: [graph] }.`,
      );
    }
    graph = next;
  }
  return graph;
}

function calledBy(graph: AnyCompiledGraph, node?: string): AnyCompiledGraph[] {
  return [...graph.getSubgraphs(node)].map(([, subgraph]) => subgraph);
}

/** Which node calls the task function is not known, so of all that the nodes name: the one of the task's name, or the only one. */
function calledByTask(graph: AnyCompiledGraph, task: string): AnyCompiledGraph[] {
  const named = [...new Set(calledBy(graph))];
  const own = named.filter(({ name }) => name === task);
  if (own.length > 0 || named.length <= 1) return own.length > 0 ? own : named;
  throw new EngineError(
    'UNKNOWN_NODE',
    `Task "${task}" calls one of several graphs (${named.map(({ name }) => `"${name}"`).join(', ')}); name the one that it calls like the task, by compile({ name: "${task}" }).`,
  );
}

/** The state that a config names, with those of the subgraphs of its pending tasks when asked for. */
export async function readState(
  { graph, saver }: { graph: AnyCompiledGraph; saver: BaseCheckpointSaver },
  config: RunnableConfig,
  withSubgraphs: boolean,
): Promise<StateSnapshot> {
  const { tuple } = await findPosition(saver, config);
  if (!tuple) return emptySnapshot(threadIdOf(config));
  const withPendingWrites = config.configurable?.checkpoint_id === undefined;
  const snapshot = graph.snapshotOf(tuple, { withPendingWrites });
  if (!withSubgraphs) return snapshot;
  const tasks = await Promise.all(snapshot.tasks.map((task) => withState(graph, saver, tuple, task)));
  return { ...snapshot, tasks };
}

/** What the task's subgraph has come to: the latest checkpoint that it made under this one. */
async function withState(
  graph: AnyCompiledGraph,
  saver: BaseCheckpointSaver,
  host: CheckpointTuple,
  task: StateTask,
): Promise<StateTask> {
  const configurable = (task.state as RunnableConfig | undefined)?.configurable;
  const namespace = configurable?.checkpoint_ns;
  if (!configurable || namespace === undefined) return task;
  const latest = await visitFrom(saver, host, { configurable });
  if (!latest) return task;
  const [, subgraph] = [...graph.getSubgraphs(task.name)][0] ?? [];
  if (!subgraph) return task;
  const isTip = latest.position?.isTip ?? true;
  const place = isTip ? configurable : { ...configurable, checkpoint_id: latest.checkpoint.id };
  return { ...task, state: await readState({ graph: subgraph, saver }, { configurable: place }, true) };
}

async function visitFrom(
  saver: BaseCheckpointSaver,
  host: CheckpointTuple,
  config: RunnableConfig,
): Promise<CheckpointTuple | undefined> {
  const outer = host.config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
  const isFrom = ({ metadata }: CheckpointTuple) => metadata.parents?.[outer] === host.checkpoint.id;
  // A list may read all of a long history at once; mostly the latest is the one.
  const latest = await readTuple(saver, config);
  if (!latest || isFrom(latest)) return latest;
  for await (const tuple of readList(saver, config)) if (isFrom(tuple)) return tuple;
  return undefined;
}
