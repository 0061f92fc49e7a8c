import { adopt } from '../../channels/isolation';
import { ANSWERED, RESUME } from '../../checkpoint/checkpoint';
import { interruptId } from '../../checkpoint/ids';
import { AmbiguousResumeError, NothingToResumeError } from '../../errors';
import type { Invocation } from '../invocation';
import { configAt } from '../invocation';
import type { LoopState } from '../loop-state';
import { checkpointIdOf } from '../loop-state';
import type { Task } from '../task/task';
import { idOf, openQuestions, ownQuestion } from '../task/task';

/** Answers by interrupt id. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * The questions that a resume may answer at this checkpoint: the open ones, else those that were answered before, to be
 * answered differently: at a tip while the task is not done, at a step of the past in any case.
 */
export function answerable(state: LoopState, tasks: readonly Task[], isTip: boolean): string[] {
  const open = tasks
    .filter((task) => task.outcome === 'interrupted')
    .flatMap((task) => openQuestions(state, task).map(({ id }) => id));
  if (open.length > 0) return open;
  return tasks
    .filter((task) => !isTip || task.outcome !== 'done')
    .flatMap((task) => task.interrupts.slice(-1).map(({ id }) => id));
}

/**
 * After an edit nobody has asked yet. The first question of the only task that is to run can be answered all the same, as
 * people do who mend the state that a question was about and answer at once. Null when it can't be told whose it is.
 */
export function expectedQuestion(state: LoopState, tasks: readonly Task[]): string | null {
  const [only, ...others] = tasks.filter((task) => task.outcome !== 'done');
  if (!only || others.length > 0 || only.interrupts.length > 0 || only.node.subgraphs.length > 0) return null;
  return interruptId(idOf(state, only), 0);
}

/**
 * A resume value as answers: a map from interrupt ids answers several questions; anything else answers the only one.
 * @throws NothingToResumeError, AmbiguousResumeError
 */
export function answersFrom(resume: unknown, questions: readonly string[]): Answers {
  const [only] = questions;
  if (only === undefined) {
    throw new NothingToResumeError(
      'No task of this checkpoint waits for an answer; continue it with invoke(null), or give it a new input.',
    );
  }
  const map = asAnswerMap(resume, questions);
  if (map) return map;
  if (questions.length > 1) {
    throw new AmbiguousResumeError(
      `${questions.length} interrupts wait for an answer, so one value can't be placed; resume with a map { interruptId: answer } of ${questions.join(', ')}.`,
      [...questions],
    );
  }
  return new Map([[only, adopt(resume)]]);
}

const INTERRUPT_ID = /^[0-9a-f]{32}$/;

/** The resume value as a map of answers, or null when it is itself the answer. */
function asAnswerMap(resume: unknown, questions: readonly string[]): Answers | null {
  if (typeof resume !== 'object' || resume === null || Array.isArray(resume)) return null;
  const entries = Object.entries(resume);
  if (entries.length === 0 || !entries.every(([key]) => INTERRUPT_ID.test(key))) return null;
  for (const [id] of entries) {
    if (questions.includes(id)) continue;
    throw new NothingToResumeError(
      `No interrupt "${id}" waits at this checkpoint; the open ones are ${questions.join(', ')}.`,
    );
  }
  return new Map(entries.map(([id, answer]) => [id, adopt(answer)]));
}

/** Stores the answers before anything runs on them; those to questions of subgraphs are left to these. */
export async function giveAnswers(run: Invocation, tasks: readonly Task[], answers: Answers): Promise<void> {
  for (const task of tasks) {
    const given = task.outcome === 'done' ? null : answersTo(run.state, task, answers);
    if (!given) continue;
    if (given.own) task.answers = given.own;
    if (given.below.length > 0) task.answered = [...new Set([...task.answered, ...given.below])];
    task.outcome = 'pending';
    if (given.own) await store(run, task, [[RESUME, given.own]]);
    if (given.below.length > 0 && run.store?.branching) await store(run, task, [[ANSWERED, task.answered]]);
  }
}

/** What the answers leave as it is: finished tasks, and finished calls of those that run again. Ids. */
export function takenOver(state: LoopState, tasks: readonly Task[], answers: Answers): string[] {
  const finished = tasks.filter((task) => task.outcome === 'done' && !answersTo(state, task, answers));
  return [...finished.map((task) => idOf(state, task)), ...(state.calls?.finished() ?? [])];
}

/** Takes finished siblings and the answers over from the original tasks, whose ids are drawn, to those of its copy. */
export async function carryOver(
  run: Invocation,
  originals: readonly Task[],
  copies: readonly Task[],
  answers: Answers,
): Promise<void> {
  const { state } = run;
  if (state.calls) state.calls = state.calls.movedTo(checkpointIdOf(state));
  for (const [index, copy] of copies.entries()) {
    const source = originals[index];
    if (!source) continue;
    const given = answersTo(run.state, source, answers);
    if (given) {
      // Earlier answers of a task whose subgraph asks are its own as well.
      copy.answers = given.own ?? source.answers;
      if (copy.answers.length > 0) await store(run, copy, [[RESUME, copy.answers]]);
    } else if (source.outcome === 'done') {
      copy.writes = source.writes;
      copy.outcome = 'done';
      copy.isReused = true;
      await store(run, copy, source.writes);
    }
  }
}

/** Leaves tasks alone that wait for answers which this resume does not give. */
export function holdUnanswered(run: Invocation, tasks: readonly Task[]): void {
  for (const task of tasks) {
    task.isHeld = task.outcome === 'interrupted' && openQuestions(run.state, task).length > 0;
  }
}

/** Which of the answers are for this task: its own with those that it had before them, and its subgraphs'. Null for none. */
function answersTo(state: LoopState, task: Task, answers: Answers): { own: unknown[] | null; below: string[] } | null {
  let own: unknown[] | null = null;
  const below: string[] = [];
  const asked = task.interrupts.map(({ id }) => id);
  for (const id of asked.length > 0 ? asked : [interruptId(idOf(state, task), 0)]) {
    if (!answers.has(id)) continue;
    const index = ownQuestion(state, task, id);
    if (index === null) below.push(id);
    else own = [...task.answers.slice(0, index), answers.get(id)];
  }
  return own || below.length > 0 ? { own, below } : null;
}

async function store(run: Invocation, task: Task, writes: [string, unknown][]): Promise<void> {
  if (!run.store) return;
  await run.store.saver.putWrites(configAt(run.store, checkpointIdOf(run.state)), writes, idOf(run.state, task));
}
