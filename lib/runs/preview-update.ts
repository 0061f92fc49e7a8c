import { levelsOf, nodesOf } from '@/engine';
import type { AroundPreview } from '@/lib/contracts/fork';
import type { ServedGraph, UpdatePreview } from '@/lib/graphs/served-graph';
import type { RunsContext } from './context';
import { graphIn } from './graph-in';
import { readWholeTimeline } from './path';
import { requireTuple } from './placement';
import { nodesOnBranch, reachableFrom } from './run-again';
import { requireGraphOfThread, requireThread } from './served-thread';
import { configOf, runGraphCode, type StateUpdate } from './update-state';

export interface PreviewedUpdate extends UpdatePreview {
  /** Nodes that may run after the edit, `next` first. */
  willRun: string[];
  /** Of these, the nodes that ran before on the branch that is left. */
  runAgain: string[];
  /** Of an edit inside: how the graphs around go on, innermost first. */
  around: AroundPreview[];
}

/** What an edit would do; nothing is written. */
export async function previewUpdate(
  context: RunsContext,
  update: StateUpdate & { checkpointId: string },
): Promise<PreviewedUpdate> {
  const thread = await requireThread(context, update.threadId);
  const graph = requireGraphOfThread(context, thread);
  const rows = await readWholeTimeline(context, update.threadId, update.namespace);
  const ranBefore = nodesOnBranch(rows, update.checkpointId, update.threadId);
  const preview = await runGraphCode(() => graph.previewUpdate(configOf(update), update.values, update.asNode));
  const { namespace = '' } = update;
  const edited = graphIn(graph, namespace);
  const willRun = edited ? reachableFrom(preview.next, edited.getGraph()) : [...new Set(preview.next)];
  const around = namespace === '' ? [] : await previewAround(context, graph, { ...update, namespace });
  return { ...preview, willRun, runAgain: willRun.filter((node) => ranBefore.has(node)), around };
}

/** Each graph around goes on from its own checkpoint, where all that was pending runs: the node that holds the one inside goes on within. */
async function previewAround(
  context: RunsContext,
  root: ServedGraph,
  { threadId, checkpointId, namespace }: { threadId: string; checkpointId: string; namespace: string },
): Promise<AroundPreview[]> {
  const { metadata } = await requireTuple(context, threadId, namespace, checkpointId);
  const outer = Object.entries(metadata.parents).sort(([a], [b]) => levelsOf(b).length - levelsOf(a).length);
  const inside = nodesOf(namespace).map(({ node }) => node);
  return Promise.all(
    outer.map(async ([around, id]): Promise<AroundPreview> => {
      const path = nodesOf(around).map(({ node }) => node);
      const node = inside[path.length] ?? '';
      const configurable = { thread_id: threadId, checkpoint_ns: around, checkpoint_id: id };
      // A replay, so what had finished there runs again as well.
      const next = (await root.getState({ configurable })).tasks.map((task) => task.name);
      const at = next.indexOf(node);
      const graph = graphIn(root, around)?.getGraph();
      const beside = next.filter((_, index) => index !== at);
      const after = graph ? reachableFrom(next, graph).filter((each) => !next.includes(each)) : [];
      return { path, node, beside, after };
    }),
  );
}
