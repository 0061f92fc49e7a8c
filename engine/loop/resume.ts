import { adopt } from '../channels/isolation';
import { RESUME } from '../checkpoint/checkpoint';
import { interruptId } from '../checkpoint/ids';
import { AmbiguousResumeError, NothingToResumeError } from '../errors';
import type { Invocation } from './invocation';
import { configAt } from './invocation';
import type { LoopState } from './loop-state';
import { checkpointIdOf } from './loop-state';
import type { Task } from './task';
import { idOf } from './task';

/**
 * Which answers each task has after this resume: those it had before the question, then the new one.
 * A map from interrupt ids answers several questions; anything else answers the only one.
 * @throws NothingToResumeError, AmbiguousResumeError
 */
export function answerTasks(
  state: LoopState,
  tasks: readonly Task[],
  resume: unknown,
  isTip: boolean,
): Map<Task, unknown[]> {
  const waiting = tasks.filter((task) => task.outcome === 'interrupted');
  // Else it is about answering differently: at a tip while the task is not done, at a step of the past in any case.
  const askedBefore = tasks.filter((task) => lastQuestion(task) !== undefined && (!isTip || task.outcome !== 'done'));
  const open = waiting.length > 0 ? waiting : askedBefore;
  if (open.length === 0) {
    throw new NothingToResumeError(
      'No task of this checkpoint waits for an answer; continue it with invoke(null), or give it a new input.',
    );
  }
  const byId = new Map(open.map((task) => [lastQuestion(task) as string, task]));
  const answers = new Map<Task, unknown[]>();
  const map = asAnswerMap(resume, byId);
  if (map) {
    for (const [id, answer] of map) {
      const task = byId.get(id) as Task;
      answers.set(task, answersWith(state, task, id, answer));
    }
    return answers;
  }
  const [only] = open;
  if (open.length > 1 || !only) {
    const ids = [...byId.keys()];
    throw new AmbiguousResumeError(
      `${ids.length} interrupts wait for an answer, so one value can't be placed; resume with a map { interruptId: answer } of ${ids.join(', ')}.`,
      ids,
    );
  }
  answers.set(only, answersWith(state, only, lastQuestion(only) as string, resume));
  return answers;
}

function lastQuestion(task: Task): string | undefined {
  return task.interrupts[task.interrupts.length - 1]?.id;
}

const INTERRUPT_ID = /^[0-9a-f]{32}$/;

/** The resume value as a map of answers, or null when it is itself the answer. */
function asAnswerMap(resume: unknown, open: ReadonlyMap<string, Task>): [string, unknown][] | null {
  if (typeof resume !== 'object' || resume === null || Array.isArray(resume)) return null;
  const entries = Object.entries(resume);
  if (entries.length === 0 || !entries.every(([key]) => INTERRUPT_ID.test(key))) return null;
  for (const [id] of entries) {
    if (open.has(id)) continue;
    throw new NothingToResumeError(
      `No interrupt "${id}" waits at this checkpoint; the open ones are ${[...open.keys()].join(', ')}.`,
    );
  }
  return entries;
}

function answersWith(state: LoopState, task: Task, id: string, answer: unknown): unknown[] {
  let index = 0;
  while (index < task.answers.length && interruptId(idOf(state, task), index) !== id) index++;
  return [...task.answers.slice(0, index), adopt(answer)];
}

/** Stores the answers before anything runs on them. */
export async function giveAnswers(run: Invocation, answers: ReadonlyMap<Task, unknown[]>): Promise<void> {
  for (const [task, given] of answers) {
    task.answers = given;
    task.outcome = 'pending';
    await store(run, task, [[RESUME, given]]);
  }
}

/** Takes finished siblings and the answers over from the original tasks to those of its copy, which have other ids. */
export async function carryOver(
  run: Invocation,
  originals: readonly Task[],
  copies: readonly Task[],
  answers: ReadonlyMap<Task, unknown[]>,
): Promise<void> {
  for (const [index, copy] of copies.entries()) {
    const original = originals[index];
    if (!original) continue;
    const given = answers.get(original);
    if (given) {
      copy.answers = given;
      await store(run, copy, [[RESUME, given]]);
    } else if (original.outcome === 'done') {
      copy.writes = original.writes;
      copy.outcome = 'done';
      copy.isReused = true;
      await store(run, copy, original.writes);
    }
  }
}

async function store(run: Invocation, task: Task, writes: [string, unknown][]): Promise<void> {
  if (!run.store) return;
  const config = configAt(run.store.threadId, checkpointIdOf(run.state));
  await run.store.saver.putWrites(config, writes, idOf(run.state, task));
}
