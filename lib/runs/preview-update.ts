import type { DrawableGraph, UpdatePreview } from '@/lib/graphs/served-graph';
import type { RunsContext } from './context';
import { pathTo, readWholeTimeline } from './path';
import { requireGraphOfThread, requireThread } from './served-thread';
import { configOf, runGraphCode, type StateUpdate } from './update-state';

export interface PreviewedUpdate extends UpdatePreview {
  /** Nodes that may run after the edit, `next` first. */
  willRun: string[];
  /** Of these, the nodes that ran before on the branch that is left. */
  runAgain: string[];
}

/** What an edit would do; nothing is written. */
export async function previewUpdate(
  context: RunsContext,
  update: StateUpdate & { checkpointId: string },
): Promise<PreviewedUpdate> {
  const thread = await requireThread(context, update.threadId);
  const graph = requireGraphOfThread(context, thread);
  const ranBefore = await nodesOnBranch(context, update);
  const preview = await runGraphCode(() => graph.previewUpdate(configOf(update), update.values, update.asNode));
  const willRun = reachableFrom(preview.next, graph.getGraph());
  return { ...preview, willRun, runAgain: willRun.filter((node) => ranBefore.has(node)) };
}

/** Nodes that ran on the way to the checkpoint, and after it on its own branch: a fork leaves these behind and may run them again. */
async function nodesOnBranch(
  context: RunsContext,
  { threadId, checkpointId }: { threadId: string; checkpointId: string },
) {
  const rows = await readWholeTimeline(context, threadId);
  const path = pathTo(rows, checkpointId, threadId);
  const branchId = path.at(-1)?.branchId;
  const later = rows.filter((row) => row.branchId === branchId && row.checkpointId > checkpointId);
  return new Set([...path, ...later].flatMap((row) => row.tasks.map((task) => task.node)));
}

/** In the order of a walk along declared edges; the graph's ends are no nodes. */
function reachableFrom(next: string[], graph: DrawableGraph): string[] {
  const runnable = new Set(graph.nodes.filter((node) => node.type === 'runnable').map((node) => node.id));
  const found = new Set<string>();
  const open = [...next];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    if (found.has(node) || !runnable.has(node)) continue;
    found.add(node);
    for (const edge of graph.edges) if (edge.source === node) open.push(edge.target);
  }
  return [...found];
}
