import { z } from 'zod';

/** `POST /api/debugger/threads/:id/find`: where in a thread's history an expression holds. */
export const findRequest = z.object({
  /** JSONata on the state of the root graph, as in a breakpoint's condition. */
  expression: z.string().trim().min(1).max(2000),
  /** Only the path of this branch, from its root to its tip; without one, every checkpoint of the thread. */
  branchId: z.string().max(200).optional(),
  /** Only checkpoints behind this one: to go on with a search, or to search what is new. */
  after: z.string().max(200).optional(),
  /**
   * `all` lists every hit; `first` ends at the first one; `bisect` looks for it by halving the path of a branch, which is right if
   * the expression stays true once it is true.
   */
  mode: z.enum(['all', 'first', 'bisect']).default('all'),
});
export type FindRequest = z.input<typeof findRequest>;

const findHit = z.object({ checkpointId: z.string(), branchId: z.string(), step: z.int() });
export type FindHit = z.infer<typeof findHit>;

/** A step at which the expression could not be evaluated: it counts as no hit. */
const findFailure = findHit.extend({ message: z.string() });
export type FindFailure = z.infer<typeof findFailure>;

const findFirst = z.object({
  /** Where the expression became true; null where it never did. */
  hit: findHit.nullable(),
  /** `bisect` only where halving could tell. */
  how: z.enum(['bisect', 'scan']),
  /** What it rests on, in words. */
  note: z.string(),
});
export type FindFirst = z.infer<typeof findFirst>;

const findEnd = z.object({
  type: z.literal('end'),
  searched: z.int(),
  total: z.int(),
  hits: z.int(),
  /** How many steps failed; `progress` names the first 20 of them. */
  failures: z.int(),
  /** How many states were looked at: where nothing changed that the expression sees, the step before tells. */
  evaluated: z.int(),
  ms: z.int(),
  /** The checkpoint up to which all is searched, to go on with as `after`; null where nothing was. */
  last: z.string().nullable(),
  /** Why it ended before the last checkpoint, and what to do. */
  stopped: z.string().nullable(),
  /** Of the modes `first` and `bisect`. */
  first: findFirst.nullable(),
});
export type FindEnd = z.infer<typeof findEnd>;

/** The answer, a JSON text a line: one `start`, any number of `progress`, one `end`, or an `error` where the server failed. */
export const findEvent = z.discriminatedUnion('type', [
  /**
   * `total`: checkpoints to search. `sees`: the only keys of the state that are looked at; null for all. `missing`: the keys that
   * the expression names, where the graph has none of them (any more); else empty.
   */
  z.object({
    type: z.literal('start'),
    total: z.int(),
    sees: z.array(z.string()).nullable(),
    missing: z.array(z.string()),
  }),
  /** `searched`: checkpoints so far, up to `last`. `hits` and `failures` are those that are new, oldest first. */
  z.object({
    type: z.literal('progress'),
    searched: z.int(),
    last: z.string().nullable(),
    hits: z.array(findHit),
    failures: z.array(findFailure),
  }),
  findEnd,
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type FindEvent = z.infer<typeof findEvent>;
