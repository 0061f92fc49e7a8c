import { adopt } from '../channels/isolation';
import { RETURN, TASKS } from '../channels/names';
import type { TimeoutPolicy } from '../control/timeout-policy';
import type { CachePolicy, NodePolicy } from '../graph/node-policy';
import { policyOf, resolvePolicies } from '../graph/node-policy';
import type { RetryPolicy } from '../graph/retry-policy';
import { callTask } from '../loop/task/task-call';
import { checkFunction, refuseUnknownOptions } from './function-name';
import { functionPlan } from './function-plan';
import type { TaskFunc } from './types';

export interface TaskOptions {
  /** Names the task in streams and records. */
  name: string;
  /** When a failed attempt is repeated. Of a list, the first policy that wants the error decides. */
  retry?: RetryPolicy | readonly RetryPolicy[];
  /** Takes the result of an earlier call with the same arguments, of any thread. `true`: by all arguments, for ever. */
  cachePolicy?: CachePolicy | boolean;
  /** Limits of each attempt; a number is milliseconds. */
  timeout?: number | TimeoutPolicy;
}

const TASK_OPTIONS = ['name', 'retry', 'cachePolicy', 'timeout'];

/**
 * Makes a function whose calls, inside an entrypoint, another task or a node, are tasks of their own: each result is stored
 * at once, and when the caller runs again after an interrupt or a crash, its finished calls answer what they answered
 * before. With a checkpointer, results must be storable. A failure can be caught like any other.
 * @throws GraphValidationError, EngineError INVALID_CONFIG for generators and unknown options
 */
export function task<Args extends unknown[], Output>(
  optionsOrName: TaskOptions | string,
  func: TaskFunc<Args, Output>,
): (...args: Args) => Promise<Awaited<Output>> {
  const options: TaskOptions = typeof optionsOrName === 'string' ? { name: optionsOrName } : optionsOrName;
  const { name } = options;
  checkFunction('Task', name, func);
  refuseUnknownOptions(`Task "${name}"`, options, TASK_OPTIONS);
  const body = (args: unknown) => (func as (...args: unknown[]) => unknown)(...(args as unknown[]));
  const plan = functionPlan({
    name,
    body,
    writesOf: (result) => [[RETURN, adopt(result)]],
    triggers: [TASKS],
    policy: taskPolicy(options),
  });
  return (...args) => callTask(plan, args) as Promise<Awaited<Output>>;
}

function taskPolicy({ name, retry, cachePolicy, timeout }: TaskOptions): NodePolicy | null {
  const options = {
    ...(retry !== undefined && { retryPolicy: retry }),
    ...(cachePolicy !== undefined && { cachePolicy }),
    ...(timeout !== undefined && { timeout }),
  };
  return policyOf(resolvePolicies(options, `task "${name}"`), {});
}
