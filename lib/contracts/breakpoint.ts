import { z } from 'zod';

/** Where a run stops, so that a person can look. A run's body lists them under `breakpoints`; other clients leave it out. */
const breakpoint = z
  .object({
    /** A node; of a subgraph, the names of the nodes on the way before it, joined with `|`. */
    node: z.string().min(1).max(1000).optional(),
    /** Where at the node; before it unless said otherwise. */
    when: z.enum(['before', 'after']).optional(),
    /** JSONata on the state of the node's graph. Without a node: stops after the step that made it true, of the root graph. */
    condition: z.string().trim().min(1).max(2000).optional(),
    /** Stops once the root graph has made this step. */
    step: z.int().min(0).optional(),
  })
  .refine(
    ({ node, condition, step }) => (step === undefined ? (node ?? condition) !== undefined : node === undefined),
    'needs a "node", a "condition" or both, or only a "step"',
  );
export const breakpoints = z.array(breakpoint).max(200);
export type Breakpoint = z.infer<typeof breakpoint>;

/** Which breakpoint a run stopped at. */
export interface BreakpointHit {
  breakpoint: Breakpoint;
  /** Why the condition could not be evaluated; the run stops then too, since nobody can say that it does not hold. */
  problem: string | null;
}

export const conditionCheck = z.object({
  expression: z.string().max(2000),
  /** A checkpoint on whose state it is tried, besides. */
  at: z.object({ threadId: z.string(), checkpointId: z.string() }).optional(),
});
export type ConditionCheck = z.infer<typeof conditionCheck>;

/** `POST /api/debugger/conditions/check` */
export type ConditionVerdict =
  /** `shown`: the value as JSON, cut at 200 characters; null for none, and where it was not tried. */
  | { kind: 'value'; holds: boolean; shown: string | null }
  | { kind: 'malformed'; message: string; position: number | null }
  /** Well formed, but not to be evaluated on that state. */
  | { kind: 'failed'; message: string }
  /** It took too much time or memory and was ended. */
  | { kind: 'costly'; message: string };
