import { z } from 'zod';
import { storableText } from './protocol';

/** An edit of a state as a branch of its own: looked at before, then made. */

export const previewRequest = z.object({
  /** Of a graph inside; the root's when it is absent. */
  namespace: storableText.optional(),
  checkpointId: z.string(),
  /** Channel → write, as `updateState` takes it; `{ "__overwrite__": value }` replaces instead of reducing. */
  values: z.record(z.string(), z.unknown()),
  asNode: z.string().optional(),
});
export type PreviewRequest = z.infer<typeof previewRequest>;

/** `POST /api/debugger/threads/:id/preview` — a dry `updateState`: nothing is written. */
export interface Preview {
  /** The node it acts as: the one asked for, else the one that `updateState` would choose. */
  asNode: string;
  /** Nodes that could be named as `asNode`, in graph order. */
  asNodeChoices: string[];
  /** The resulting state. */
  values: Record<string, unknown>;
  /** How each edited channel combines the edit. */
  combined: { channel: string; how: 'replaced' | 'reduced' | 'overwritten' }[];
  /** Nodes that run next, one entry per task. */
  next: string[];
  /** Every node that may really run again after the fork, `next` first: reachable from `next` by declared edges. */
  willRun: string[];
  /** Of these, the nodes that ran before on this path: they run a second time, with their side effects. */
  runAgain: string[];
  /** Names of the graph's own routers that had to be called to find `next`. */
  calledRouters: string[];
  /** Of an edit inside: how the graphs around go on, innermost first. Empty for the root graph's. */
  around: AroundPreview[];
}

/** A graph around the one that is edited: it is forked, too. */
export interface AroundPreview {
  /** Names of the nodes that lead to it, outermost first; none for the root graph. */
  path: string[];
  /** Its node that holds the graph inside. */
  node: string;
  /** Nodes that run beside that one, one entry for each task: they run again. */
  beside: string[];
  /** Nodes that may run after these, by declared edges. */
  after: string[];
}

export const forkRequest = z.object({
  /** Of a graph inside: it is forked with every graph around it. */
  namespace: storableText.optional(),
  checkpointId: z.string(),
  values: z.record(z.string(), z.unknown()),
  asNode: z.string().optional(),
  name: z.string().min(1).max(80).optional(),
  /** Who makes it; see origin.ts. */
  clientId: z.string().max(100).optional(),
});
export type ForkRequest = z.infer<typeof forkRequest>;

/** `POST /api/debugger/threads/:id/fork` — saves the edit as a branch of its own, which becomes the head. */
export interface ForkResult {
  branchId: string;
  /** Of the root graph: the edit, or where one inside forked it. */
  checkpointId: string;
  /** Nodes that run next in the graph that was edited. */
  next: string[];
  /** The edit itself, when it is one inside. */
  inside: { namespace: string; checkpointId: string } | null;
}
