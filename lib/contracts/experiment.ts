import { z } from 'zod';
import { runBody } from './protocol';

/** One checkpoint gone on from several times: with edits (what if), or as it is (again). Each row is a branch of its own. */

export const MOST_EDITS = 50;
export const MOST_TIMES = 100;
export const MOST_AT_ONCE = 16;
const USUALLY_AT_ONCE = 4;

const edit = z.record(z.string(), z.unknown()).nullable();

export const experimentRequest = z
  .object({
    checkpointId: z.string().describe('Of the root graph'),
    edits: z
      .array(edit)
      .min(1, 'names no edit: give one row at least')
      .max(MOST_EDITS, `takes at most ${MOST_EDITS} rows: run the rest as another experiment`)
      .optional()
      .describe('What if: for each row channel → write, as a fork takes it; null goes on from the state as it is'),
    asNode: z.string().optional().describe('The node that the edits act as'),
    times: z
      .int()
      .min(1)
      .max(MOST_TIMES, `is at most ${MOST_TIMES}: run the rest as another experiment`)
      .optional()
      .describe('Again: so many runs of the state as it is'),
    concurrency: z
      .int()
      .min(1)
      .max(MOST_AT_ONCE, `is at most ${MOST_AT_ONCE} runs at once`)
      .default(USUALLY_AT_ONCE)
      .describe('So many rows run at once'),
    run: runBody
      .pick({ config: true, context: true, metadata: true, breakpoints: true, replay_policy: true, durability: true })
      .optional()
      .describe('What all rows run with, as in a run’s own request'),
    clientId: z.string().max(100).optional(),
  })
  .refine(({ edits, times }) => (edits === undefined) !== (times === undefined), {
    message: 'takes either "edits" or "times"',
    path: ['edits'],
  })
  .refine(({ asNode, times }) => asNode === undefined || times === undefined, {
    message: 'goes with "edits" only',
    path: ['asNode'],
  });
export type ExperimentRequest = z.input<typeof experimentRequest>;

const rowStatus = z
  .enum(['queued', 'running', 'done', 'failed', 'waiting', 'stopped', 'unstarted'])
  .describe('waiting: for an answer; unstarted: cancelled before it began, so that it has no branch');
export type RowStatus = z.infer<typeof rowStatus>;

const experimentRow = z.object({
  /** From 1. */
  row: z.int(),
  name: z.string().describe('That its branch gets'),
  status: rowStatus,
  branchId: z.string().nullable(),
  isDeleted: z.boolean().describe('Its branch was deleted since'),
  runId: z.string().nullable(),
  reason: z.string().nullable().describe('Why it failed, what it stopped for, or what it asks'),
  steps: z.int().nullable().describe('Super-steps behind the fork, once it has ended'),
  endCheckpointId: z.string().nullable(),
  ms: z.int().nullable().describe('From its fork to its end'),
});
export type ExperimentRow = z.infer<typeof experimentRow>;

/** Ends compared by the JSON of their keys. Ids of chat messages, and what was asked to be left out, do not count. */
const endComparison = z.object({
  keys: z.int().describe('Top-level keys that were compared'),
  compared: z.array(z.int()).describe('Rows whose ends were compared: those that are over and have a branch'),
  groups: z
    .array(z.object({ outcome: z.string(), rows: z.array(z.int()) }))
    .describe('Rows that ended alike, the largest group first'),
  varying: z.array(
    z.object({
      key: z.string(),
      values: z.array(
        z.object({
          text: z.string().nullable().describe('JSON; null where the end has no such key'),
          isCut: z.boolean().describe('The text is an excerpt from where the values part'),
          rows: z.array(z.int()),
        }),
      ),
    }),
  ),
  leftOut: z.array(z.string()),
});
export type EndComparison = z.infer<typeof endComparison>;

const summary = z.object({
  experimentId: z.string(),
  threadId: z.string(),
  checkpointId: z.string(),
  kind: z.enum(['what-if', 'again']),
  status: z.enum(['running', 'done', 'cancelled']),
  concurrency: z.int(),
  server: z
    .string()
    .describe('Which runs it and alone knows it, as host:pid:start: where several share a database, ask that one'),
  /** Milliseconds since the epoch. */
  createdAt: z.int(),
  endedAt: z.int().nullable(),
  rows: z.array(experimentRow),
});
export type ExperimentSummary = z.infer<typeof summary>;

/** `GET /api/debugger/threads/:id/experiments/:experimentId?leaveOut=id,messages.tool_calls.id` */
export const experiment = summary.extend({
  edits: z.array(edit).nullable().describe('As they were asked for; null of an experiment that ran again and again'),
  ends: endComparison,
});
export type Experiment = z.infer<typeof experiment>;

/** `GET …/experiments`: newest first; a server keeps its last 20, until it stops. */
export const experimentList = z.object({
  server: z.string().describe('Whose experiments these are: those of other servers on the database are not among them'),
  experiments: z.array(summary),
});
export type ExperimentList = z.infer<typeof experimentList>;

/** `GET …/experiments/:experimentId/follow`: a JSON text a line; rows as they change, and the whole at its end. */
export const experimentEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('row'), row: experimentRow }),
  z.object({ type: z.literal('end'), experiment }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type ExperimentEvent = z.infer<typeof experimentEvent>;
