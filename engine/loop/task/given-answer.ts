import { isRegularWrite, NO_WRITES, nodeOfBranch, START, TASKS } from '../../channels/names';
import type { PendingWrite } from '../../checkpoint/checkpoint';
import { nodesOf } from '../../checkpoint/namespace';
import type { Send } from '../../control/send';
import { runInTask } from '../../control/task-context';
import { InvalidUpdateError } from '../../errors';
import type { Blueprint } from '../../graph/blueprint';
import type { AnswerRule, TaskToAnswer } from '../answer';
import type { Invocation } from '../invocation';
import { finishBody } from './attempt';
import type { TaskWork } from './run-task';
import { workOfNode } from './run-task';
import type { Task } from './task';
import { frameOf } from './task-frame';
import { runtimeOf } from './task-runtime';

/** Asks the run's rule first, whether it answers in the node's place. START, calls, and bodies that are done are not asked for. */
export function answerOrWork(rule: AnswerRule, tasks: readonly Task[], task: Task): TaskWork {
  if (task.node.name === START || task.bodyWrites !== null || !tasks.includes(task)) return workOfNode;
  return async (run) => {
    const runtime = runtimeOf(run, task);
    const context = frameOf(run, task, runtime);
    const answer = await runInTask(context, async () => rule(described(run, tasks, task)));
    if (task.outcome !== 'running') return;
    if (answer === undefined) return workOfNode(run, task);
    task.givenAnswer = answer.kind;
    if (answer.kind === 'mocked') return finishBody(run, task, answer.result, context, runtime);
    task.writes = recordedWrites(run.blueprint, task.node.name, answer.writes);
  };
}

function described({ state }: Invocation, tasks: readonly Task[], task: Task): TaskToAnswer {
  const before = tasks.slice(0, tasks.indexOf(task));
  return {
    node: task.node.name,
    path: nodesOf(state.namespace).map(({ node }) => node),
    step: state.step + 1,
    index: before.filter(({ node }) => node === task.node).length,
    taskPath: task.path,
    triggers: task.triggers,
  };
}

/** @throws InvalidUpdateError for what the graph, which may have changed, has no place for */
function recordedWrites(blueprint: Blueprint, node: string, recorded: readonly PendingWrite[]): PendingWrite[] {
  const writes = recorded.filter(([channel]) => isRegularWrite(channel));
  for (const [channel, value] of writes) {
    const target = channel === TASKS ? (value as Send).node : nodeOfBranch(channel);
    if (target !== null && !blueprint.nodes.has(target)) throw lost(node, `leads to the node "${target}"`);
    if (channel !== NO_WRITES && !blueprint.channels.has(channel)) throw lost(node, `writes "${channel}"`);
  }
  return writes;
}

function lost(node: string, what: string): InvalidUpdateError {
  return new InvalidUpdateError(
    'INVALID_GRAPH_NODE_RETURN_VALUE',
    `The recorded result of "${node}" ${what}, which the graph no longer has. Let the node run, or mock it.`,
  );
}
