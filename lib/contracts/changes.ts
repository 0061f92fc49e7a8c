import { z } from 'zod';
import type { Struck } from './strike';

/** Who wrote a value, and when it changed: found from what was stored, along one branch back over its fork points. */

export type ValuePath = readonly (string | number)[];

/** A task that wrote. */
export interface WriterTask {
  taskId: string;
  node: string;
  /** Of them the last one wrote. */
  attempts: number;
  /** Taken over from a run that was cut off; out of the cache; answered by the node's error handler. */
  how: 'ran' | 'reused' | 'cached' | 'handled';
}

export type Writer =
  /** One task; or several, together or because their writes do not tell which of them it was. */
  | { kind: 'tasks'; tasks: WriterTask[]; isSure: boolean; withInput: boolean }
  /** What a run was given: its input, or a Command's update. */
  | { kind: 'input' }
  /** `updateState`; it began the branch when it `isFork`. `struck`: the write that it took away. */
  | { kind: 'edit'; isFork: boolean; struck?: Struck }
  /** A copy, with which a fork began, brought it along from the checkpoint that it copies. */
  | { kind: 'fork' }
  /** `pruned`: what came before the checkpoint is not kept. `unrecorded`: whoever saved it named no tasks. */
  | { kind: 'unknown'; why: 'pruned' | 'unrecorded' };

/** One change of a value. */
export interface ValueChange {
  checkpointId: string;
  parentId: string | null;
  branchId: string;
  step: number;
  /** The step of the parent, when steps between the two were not saved or were pruned: it changed in one of them. */
  sinceStep: number | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  kind: 'added' | 'changed' | 'removed';
  /** Where the value is at this step, or was before, when it was removed: an item of a list is followed where it goes. */
  path: ValuePath;
  writer: Writer;
  runId: string | null;
  /** Of whoever asked for the run, or made the edit; null when they said nothing of themselves. */
  clientId: string | null;
}

/** A value as it travels, a large one in parts (see parts.ts). */
export interface Side {
  value: unknown;
}

export interface ShownChange extends ValueChange {
  /** Null where there was, or is, nothing. */
  before: Side | null;
  after: Side | null;
}

/** `GET /api/debugger/threads/:id/changes?path=&checkpoint=&branch=&direction=&limit=` */
export interface ChangesPage {
  /** With an index wherever the state has a list, and a key everywhere else. */
  path: ValuePath;
  /** In the order in which they are met: going back the newest first, going onward the oldest. */
  changes: ShownChange[];
  /** Where to go on from; null at an end. */
  next: { checkpoint: string; path: ValuePath } | null;
  /** The value began here, the way ends, or what is older was pruned; null when there may be more. */
  end: 'began' | 'removed' | 'branch' | 'pruned' | null;
}

const valuePath = z
  .array(z.union([z.string(), z.int().min(0)]))
  .min(1)
  .max(200);

export const blameRequest = z.object({ checkpointId: z.string(), paths: z.array(valuePath).min(1).max(200) });

/** `POST /api/debugger/threads/:id/blame` `{ checkpointId, paths }`: the last change of each value; null where there never was one. */
export interface Blames {
  blames: (ValueChange | null)[];
}

export const watchedRequest = z.object({
  checkpointId: z.string(),
  paths: z.array(valuePath).min(1).max(50),
  after: z.string().optional(),
});

/** `POST /api/debugger/threads/:id/changed-steps` `{ checkpointId, paths, after? }`: at which steps of the way to a checkpoint each value changed. */
export interface ChangedSteps {
  /** Of each path, ascending. On one way a step's number is one checkpoint's. */
  steps: number[][];
}
