import { z } from 'zod';
import type { DrawableGraph, JsonSchema, TimelineEntry } from './debugger';
import { storableText } from './protocol';

/** `GET /api/debugger/graphs/:graph_id/subgraphs` → `{ subgraphs: SubgraphShape[] }`, an outer one before those inside it. */
export interface SubgraphShape {
  /** Names of the nodes that lead to it, joined with `|`. */
  path: string;
  name: string;
  graph: DrawableGraph;
}

export const insideRequest = z.object({
  calls: z
    .array(
      z.object({
        /** Of the graph whose task made the call; empty for the root. */
        namespace: storableText,
        node: storableText.min(1),
        taskId: storableText.min(1),
      }),
    )
    .min(1)
    .max(100),
});
export type CallOfTask = z.infer<typeof insideRequest>['calls'][number];

/**
 * `POST /api/debugger/threads/:id/inside` → `{ calls: InsideCall[] }`: what tasks' graphs inside did, in the order asked for.
 * A task that has called none yet is left out; one that called its graph several times has an answer for each.
 */
export interface InsideCall {
  taskId: string;
  /** Where the call's own checkpoints are. */
  namespace: string;
  /** On the path to its newest checkpoint, oldest first. */
  entries: TimelineEntry[];
  /** Older ones that are left out. */
  omitted: number;
}

export const insideStatesRequest = z.object({
  /** Empty for the root graph. */
  namespace: storableText,
  checkpointIds: z.array(z.string()).min(1).max(200),
});

/** `POST /api/debugger/threads/:id/inside/states` → `{ states: CheckpointState[] }`: as `…/states`, of a graph inside. Unknown ids are left out. */

/**
 * `GET /api/debugger/threads/:id/inside/steps?namespace=&checkpoint=` → `InsideSteps`: the graph inside along the path of a
 * checkpoint, else of its newest, with what it takes to edit it.
 */
export interface InsideSteps {
  namespace: string;
  /** Names of the nodes that lead there, outermost first. */
  path: string[];
  /** Oldest first. */
  entries: TimelineEntry[];
  /** Steps of the path that are left out before these, and after. */
  omitted: { before: number; after: number };
  /** Checkpoints of the graphs around, by namespace: those that the one asked for belongs to. */
  around: Record<string, string>;
  /** Null while the graph is not loaded, or where what leads inside is no node of it. */
  graph: InsideGraph | null;
}

export interface InsideGraph {
  name: string;
  graph: DrawableGraph;
  stateSchema: JsonSchema;
  channels: { name: string; hasReducer: boolean }[];
}

/** `GET /api/debugger/threads/:id/sends?checkpoint=&namespace=` → `{ sends: SentInput[] }`: what the Sends that a checkpoint holds hand over, by `sendIndex`. */
export interface SentInput {
  node: string;
  /** As in a state's values. */
  input: unknown;
}
