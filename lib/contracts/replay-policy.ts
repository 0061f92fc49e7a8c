import { z } from 'zod';

const NODE_LIMIT = 1000;
const nodeName = z.string().min(1).max(NODE_LIMIT);

const execute = z.object({ do: z.literal('execute') });
const mock = z.object({
  do: z.literal('mock'),
  update: z.record(z.string(), z.unknown()).describe('What the node would have returned, each time'),
  goto: z
    .union([nodeName, z.array(nodeName).min(1).max(NODE_LIMIT)])
    .optional()
    .describe('Where its Command would have gone; without it the node’s own edges and routers lead on'),
});
const reuse = z
  .object({
    do: z.literal('reuse'),
    whenGone: z
      .discriminatedUnion('do', [execute, mock])
      .optional()
      .describe('When no recorded result is left; without it the run stops before the node'),
  })
  .describe('What it wrote on the original branch, the k-th time the k-th');
const nodePolicy = z.discriminatedUnion('do', [execute, reuse, mock]);
export type NodePolicy = z.infer<typeof nodePolicy>;

/** What the nodes of the root graph do in a run; those that it does not name are executed. */
export const replayPolicy = z.object({
  original: z
    .string()
    .min(1)
    .optional()
    .describe('The branch whose results are reused; default: the one that the run’s own branch parts from'),
  nodes: z.record(nodeName, nodePolicy).refine((nodes) => Object.keys(nodes).length <= NODE_LIMIT, {
    message: `names more than ${NODE_LIMIT} nodes`,
  }),
});
export type ReplayPolicy = z.infer<typeof replayPolicy>;

/** Before which node a run stopped, since nothing recorded was left for it. */
export interface ReplayHold {
  node: string;
  /** The first one that is missing, counted from 1 where the branch parts from the original. */
  occurrence: number;
  message: string;
}
