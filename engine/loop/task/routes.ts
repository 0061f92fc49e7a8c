import { nodeOfBranch, TASKS } from '../../channels/names';
import type { PendingWrite, RouteAnswer } from '../../checkpoint/checkpoint';
import { isCommand } from '../../control/command';
import { isSend } from '../../control/send';
import type { Task } from './task';

/** Keeps what a router answered, and what it had read by then. */
export function noteRouter(task: Task, router: string, answer: unknown, reads: readonly string[]): void {
  task.routes ??= [];
  task.routes.push({ router, answers: answersOf(Array.isArray(answer) ? answer : [answer]), reads });
}

/** Keeps where a body's own Commands go, if its result has any. */
export function noteCommand(task: Task, result: unknown): void {
  if (isCommand(result) || Array.isArray(result)) noteTargets(task, targetsOf(result));
}

/** The same of a body that ran before, of which only the writes are known: END left none. */
export function noteCommandIn(task: Task, bodyWrites: readonly PendingWrite[]): void {
  noteTargets(
    task,
    bodyWrites.flatMap(([channel, value]): unknown[] => (channel === TASKS ? [value] : nodesOf(channel))),
  );
}

function nodesOf(channel: string): string[] {
  const node = nodeOfBranch(channel);
  return node === null ? [] : [node];
}

function noteTargets(task: Task, targets: readonly unknown[]): void {
  if (targets.length > 0) task.routes = [{ router: null, answers: answersOf(targets), reads: [] }];
}

function targetsOf(result: unknown): unknown[] {
  if (Array.isArray(result)) return result.flatMap(targetsOf);
  if (!isCommand(result) || result.goto === undefined) return [];
  return Array.isArray(result.goto) ? result.goto : [result.goto];
}

function answersOf(targets: readonly unknown[]): RouteAnswer[] {
  const answers: RouteAnswer[] = [];
  for (const target of targets) {
    if (!isSend(target)) {
      answers.push({ to: String(target), sends: 0 });
      continue;
    }
    const known = answers.find(({ to, sends }) => sends > 0 && to === target.node);
    if (known) known.sends += 1;
    else answers.push({ to: target.node, sends: 1 });
  }
  return answers;
}
