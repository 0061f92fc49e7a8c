import type { CheckpointTuple, StateTask, TimelineRow } from '@/engine';
import { END, INTERRUPT, Overwrite, START } from '@/engine';
import type { RecordedAct } from '@/engine/testing';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import type { RunsContext } from '../context';
import type { RecordedBranch } from './branch-rows';
import { answersIn, nodesOf } from './recorded-results';
import { refused } from './refused';

type Act = RecordedAct & { steps?: number };

/**
 * What came from outside, in its order. Stops in between that changed nothing, as at a breakpoint or after a failure that a
 * person went on from, are none of it.
 * @param pending tasks at the branch's tip
 */
export async function actsOf(
  context: RunsContext,
  threadId: string,
  recorded: RecordedBranch,
  { graph, pending, isLeft }: { graph: ServedGraph; pending: readonly StateTask[]; isLeft: boolean },
): Promise<RecordedAct[]> {
  const { rows, writes } = recorded;
  const [inputs, edits, configs] = await Promise.all([
    readInputs(context, threadId, rows),
    readEdits(context, threadId, rows),
    readConfigs(context, threadId),
  ]);
  const acts: Act[] = [];
  let steps = 0;
  const leave = () => {
    const last = acts.at(-1);
    if (last) last.steps = steps;
  };
  const begin = (act: Act) => {
    acts.push(act);
    steps = 0;
  };
  for (const [index, row] of rows.entries()) {
    const tasks = nodesOf(row.tasks);
    if (row.source === 'input' || row.source === 'update') {
      if ((rows[index - 1]?.next.length ?? 0) > 0) leave();
      const config = configs.get(rows[index + 1]?.runId ?? row.runId ?? '');
      const act = row.source === 'input' ? inputOf(row, inputs) : editOf(row, edits, graph);
      begin({ ...act, ...(config !== undefined && { config }) });
    } else if (tasks.length > 0) {
      for (const round of answerRounds(
        tasks.map(({ id, node }) => ({ node, answers: answersIn(writes.get(id) ?? []) })),
      )) {
        begin({ answers: round });
      }
      steps += 1;
    }
  }
  const open = pending.map(({ id, name }) => ({ node: name, answers: answersIn(writes.get(id) ?? []) }));
  for (const round of answerRounds(open)) begin({ answers: round });
  if (isLeft) leave();
  return acts;
}

/** A task's second question comes after the first was answered; those of different tasks are answered together. */
function answerRounds(tasks: readonly { node: string; answers: unknown[] }[]): { node: string; answer: unknown }[][] {
  const rounds = Math.max(0, ...tasks.map(({ answers }) => answers.length));
  return Array.from({ length: rounds }, (_, round) =>
    tasks.flatMap(({ node, answers }) => (answers.length > round ? [{ node, answer: answers[round] }] : [])),
  );
}

/** By checkpoint; nothing else of these states is read. */
async function readInputs(
  { store }: RunsContext,
  threadId: string,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, unknown>> {
  const ids = rows.flatMap(({ source, checkpointId }) => (source === 'input' ? [checkpointId] : []));
  const found = await store.saver.readChannel(threadId, ids, START);
  return new Map(found.map(({ checkpointId, value }) => [checkpointId, value]));
}

/** The checkpoints of edits, and those before them. */
async function readEdits(
  { store }: RunsContext,
  threadId: string,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, CheckpointTuple>> {
  const ids = rows.flatMap(({ source, checkpointId, parentId }) =>
    source === 'update' ? [checkpointId, parentId as string] : [],
  );
  const tuples = await store.saver.readTuples(threadId, [...new Set(ids)]);
  return new Map(tuples.map((tuple) => [tuple.checkpoint.id, tuple]));
}

function inputOf(row: TimelineRow, inputs: ReadonlyMap<string, unknown>): { input: Record<string, unknown> } {
  const input = inputs.get(row.checkpointId);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    return { input: input as Record<string, unknown> };
  }
  throw refused(
    `the input at step ${row.step} is no object of state keys`,
    'Give the graph such an input, and save that.',
  );
}

/** An edit is stored as what became of it: the values that it changed replace what was there. */
function editOf(
  row: TimelineRow,
  tuples: ReadonlyMap<string, CheckpointTuple>,
  graph: ServedGraph,
): { edit: Record<string, unknown> | null; asNode: string } {
  const after = tuples.get(row.checkpointId)?.checkpoint;
  const before = tuples.get(row.parentId ?? '')?.checkpoint;
  const actedAs = Object.entries(after?.versions_seen ?? {}).filter(
    ([node, seen]) => seen[INTERRUPT] !== before?.versions_seen[node]?.[INTERRUPT],
  );
  if (actedAs.length > 1) {
    throw refused(`several edits were made at once at step ${row.step}`, 'Make them one after another, and save that.');
  }
  const reduced = new Set(graph.getChannels().flatMap(({ name, hasReducer }) => (hasReducer ? [name] : [])));
  const edit = row.changed.map(({ channel }): [string, unknown] => {
    const value = after?.channel_values[channel];
    return [channel, reduced.has(channel) ? new Overwrite(value) : value];
  });
  const [asNode] = actedAs[0] ?? [END];
  return { edit: edit.length > 0 ? Object.fromEntries(edit) : null, asNode };
}

const RUNS = 500;

/** By run: what it was given that is not stored in the thread. Of runs that this server did not start nothing is known. */
async function readConfigs(
  { store }: RunsContext,
  threadId: string,
): Promise<ReadonlyMap<string, RecordedAct['config']>> {
  const configs = new Map<string, RecordedAct['config']>();
  for (let offset = 0, total = 1; offset < total; offset += RUNS) {
    const page = await store.runs.list(threadId, { limit: RUNS, offset });
    for (const run of page.runs) configs.set(run.runId, configOf(run));
    total = page.total;
  }
  return configs;
}

function configOf({ kwargs }: RunRecord): RecordedAct['config'] {
  const { context, config } = kwargs as { context?: unknown; config?: { configurable?: object } };
  const own = Object.entries(config?.configurable ?? {}).filter(([key]) => !NOT_THE_CALLERS.test(key));
  const hasContext = typeof context === 'object' && context !== null && Object.keys(context).length > 0;
  if (!hasContext && own.length === 0) return undefined;
  return {
    ...(hasContext && { context }),
    ...(own.length > 0 && { configurable: Object.fromEntries(own) }),
  };
}

const NOT_THE_CALLERS =
  /^(thread_id|checkpoint_.*|branch|fork|run_id|graph_id|assistant_id|langgraph_.*|user_id|__.*)$/;
