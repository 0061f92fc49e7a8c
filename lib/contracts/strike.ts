import { z } from 'zod';
import { branchName, storableText } from './protocol';

/** Without this write: what the state would be if one task, or one edit, had not written. Of the root graph. */

/** Under this key of a fork's metadata stands what was struck, as `Struck`. */
export type StruckKey = 'retrograph_struck';

const strike = z.object({
  /** The step that the write is part of. */
  checkpointId: storableText,
  /** The task that wrote; null for the edit that made the step. */
  taskId: storableText.nullable().default(null),
  /** Default: all that it wrote. */
  channel: storableText.optional(),
});

export const strikeRequest = strike.extend({
  /** How far later writes are applied: a checkpoint behind the step. Default: the tip of its branch. */
  untilId: storableText.optional(),
});
export type StrikeRequest = z.input<typeof strikeRequest>;

export const strikeForkRequest = strike.extend({
  name: branchName.optional(),
  clientId: z.string().max(100).optional(),
});
export type StrikeForkRequest = z.input<typeof strikeForkRequest>;

export interface Struck {
  checkpointId: string;
  step: number;
  /** Null for an edit. */
  node: string | null;
  channels: string[];
}

/** How the state there would differ from what it is; null when it would be equal. */
export interface StruckState<Difference = unknown> {
  checkpointId: string;
  step: number;
  /** Large values have parts (parts.ts). Those of the preview are stored nowhere: their address names no checkpoint. */
  difference: Difference | null;
}

/**
 * `POST /api/debugger/threads/:id/without-write`. No node runs for it: the reducers of the struck channels combine the
 * recorded writes once more, those of later steps as they were.
 */
export interface StrikePreview<Difference = unknown> {
  struck: Struck;
  /** What the task wrote, by channel; of an edit what came of it. */
  writes: Record<string, unknown>;
  atStep: StruckState<Difference>;
  /** The last step that later writes could be applied up to; null when that is the step itself. */
  atEnd: StruckState<Difference> | null;
  /** Where and why they could not be applied any further. */
  stopped: { step: number; reason: string } | null;
  /** Edits on the way: of these, what the channel became is kept, not what was written; so it stands as it was. */
  kept: { step: number; channel: string }[];
  /** Channels whose recorded values today's reducers do not make: other code, or chance. */
  drifted: string[];
  /** Channels that were written and that the graph has, or stores, no longer. They stay as they are. */
  gone: string[];
  /** Steps whose recorded writes were applied. */
  steps: number;
  /** Nodes that a fork without the write runs next, one entry for each task. */
  next: string[];
  willRun: string[];
  runAgain: string[];
}
