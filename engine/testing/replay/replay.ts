import type { TimelineRow } from '../../checkpoint/branching';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { jsonSerializer } from '../../checkpoint/serializer';
import type { StateSnapshot, StateTask } from '../../checkpoint/snapshot';
import { Command } from '../../control/command';
import { EngineError } from '../../errors';
import type { AnyCompiledGraph } from '../../graph/compiled-graph';
import { isCompiledGraph } from '../../graph/compiled-graph';
import { isStateGraph } from '../../graph/state-graph';
import type { HoldRule } from '../../loop/hold';
import { describeStep, pathOf } from './path';
import { RecordedAnswers } from './recorded-answer';
import type { RecordedAct, Recording, Replayed, ReplayedEnd } from './recording';

const THREAD = { configurable: { thread_id: 'replay' } };
/** Of steps in one act: what is recorded ends earlier, and nodes that are executed in a circle end here. */
const STEP_LIMIT = 10_000;
const PAGE = 10_000;

export interface ReplayOptions {
  /** Nodes that really run. All others give what is recorded of them. */
  execute?: readonly string[];
}

/**
 * Runs a recording through a graph: routers, reducers, schemas and edges are the graph's, results of nodes are the
 * recorded ones. Nothing is saved, and the graph itself stays as it is.
 * @param graph as a config file may name it: a StateGraph, what its `compile()` returns, or a function that returns one
 * @throws EngineError INVALID_CONFIG for what is no graph, or a node to execute that it does not have. What a node, router or
 *   reducer throws is the end of the replay.
 */
export async function replay(
  graph: unknown,
  recording: Recording,
  { execute = [] }: ReplayOptions = {},
): Promise<Replayed> {
  const saver = new MemorySaver();
  const replayed = await ownCopy(graph, saver);
  for (const node of execute) if (!replayed.nodes.includes(node)) throw unknownNode(node, replayed.nodes);
  const answers = new RecordedAnswers(recording.results, new Set(execute));
  let failure: unknown = null;
  for (const act of recording.acts) {
    try {
      await perform(replayed, act, answers);
    } catch (error) {
      failure = error ?? new Error('It failed without an error.');
      break;
    }
  }
  const state = await replayed.getState(THREAD);
  const path = pathOf(await rowsOf(saver));
  const end = endOf(state, failure, answers.missing);
  if (end.status === 'off the record' && state.tasks.length > 0) {
    path.push(describeStep(state.tasks.map(({ name }) => name)));
  }
  return { path, end };
}

async function ownCopy(graph: unknown, saver: MemorySaver): Promise<AnyCompiledGraph> {
  const isFactory = typeof graph === 'function' && !isCompiledGraph(graph) && !isStateGraph(graph);
  const given = isFactory ? await graph({}) : await graph;
  const compiled = isStateGraph(given) ? given.compile() : given;
  if (!isCompiledGraph(compiled)) {
    throw new EngineError(
      'INVALID_CONFIG',
      'replay() was given no graph: pass a StateGraph, or what its compile() returns.',
    );
  }
  const copy = (compiled as AnyCompiledGraph).withConfig({});
  copy.checkpointer = saver;
  return copy;
}

async function perform(graph: AnyCompiledGraph, act: RecordedAct, recorded: RecordedAnswers): Promise<void> {
  const { configurable, context } = act.config ?? {};
  const config = {
    configurable: { ...configurable, ...THREAD.configurable },
    ...(context !== undefined && { context }),
    answerFor: recorded.answerFor,
    ...(act.steps !== undefined && { holdWhen: holdAfter(act.steps) }),
    recursionLimit: STEP_LIMIT,
    interruptBefore: [],
    interruptAfter: [],
  };
  if ('edit' in act) await graph.updateState(THREAD, act.edit, act.asNode);
  if (act.steps === 0) return;
  await graph.invoke(await inputOf(graph, act, recorded), config);
}

async function inputOf(graph: AnyCompiledGraph, act: RecordedAct, recorded: RecordedAnswers) {
  if ('input' in act) return act.input;
  if ('edit' in act) return null;
  const { tasks } = await graph.getState(THREAD);
  const open = tasks.flatMap(({ name, interrupts }) => interrupts.map(({ id }) => ({ node: name, id })));
  const resume: Record<string, unknown> = {};
  for (const { node, answer } of act.answers) {
    const index = open.findIndex((question) => question.node === node);
    if (index < 0) throw recorded.leave(`There is a recorded answer to "${node}", which asks nothing now.`);
    const [{ id } = { id: '' }] = open.splice(index, 1);
    resume[id] = answer;
  }
  return new Command({ resume });
}

function holdAfter(steps: number): HoldRule {
  let done = 0;
  return ({ when, path, nodes }) => {
    if (when === 'after' && path.length === 0 && nodes.length > 0) done += 1;
    return done >= steps;
  };
}

async function rowsOf(saver: MemorySaver): Promise<TimelineRow[]> {
  const rows: TimelineRow[] = [];
  for (let page: TimelineRow[] | null = null; page === null || page.length === PAGE; rows.push(...page)) {
    const after = rows.at(-1)?.checkpointId;
    page = await saver.readTimeline(THREAD.configurable.thread_id, { limit: PAGE, ...(after && { after }) });
  }
  return rows;
}

function endOf(state: StateSnapshot, failure: unknown, missing: string | null): ReplayedEnd {
  // As a saver gives it back, so that messages are the same whether a node made them now or then.
  const values = jsonSerializer.decode(jsonSerializer.encode(state.values));
  if (missing !== null) return { status: 'off the record', reason: missing, values };
  if (failure !== null) return { status: 'failed', errors: errorsOf(state.tasks, failure), values };
  const questions = questionsOf(state.tasks);
  if (questions.length > 0) return { status: 'waiting', questions, values };
  if (state.next.length > 0) return { status: 'stopped', next: [...state.next], values };
  return { status: 'done', values };
}

function errorsOf(tasks: readonly StateTask[], failure: unknown): { node?: string; error: string }[] {
  const failed = tasks.flatMap(({ name: node, error }) => (error ? [{ node, error: textOf(error) }] : []));
  return failed.length > 0 ? failed : [{ error: textOf(failure) }];
}

function questionsOf(tasks: readonly StateTask[]): { node: string; question: unknown }[] {
  return tasks.flatMap(({ name, interrupts }) => interrupts.map(({ value }) => ({ node: name, question: value })));
}

function textOf(error: unknown): string {
  const { name = 'Error', message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Error>;
  return message === undefined ? String(error) : `${name}: ${message}`;
}

function unknownNode(node: string, known: readonly string[]): EngineError {
  return new EngineError('INVALID_CONFIG', `The graph has no node "${node}" to execute; it has ${known.join(', ')}.`);
}
