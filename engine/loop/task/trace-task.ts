import type { Trace } from '../../callbacks/trace';
import { traceBody } from '../../callbacks/trace';
import type { Invocation } from '../invocation';
import type { Task } from './task';
import type { TaskRuntime } from './task-runtime';

/** Runs a task's body while somebody listens to the run's callbacks. */
export function traceTask(
  run: Invocation,
  graph: Trace,
  task: Task,
  input: unknown,
  runtime: TaskRuntime,
): Promise<unknown> {
  const node = {
    name: task.node.name,
    step: run.state.step + 1,
    input,
    metadata: runtime.metadata,
    tags: runtime.tags,
    config: runtime,
    attach: (manager: object) => {
      runtime.manager = manager;
    },
  };
  return traceBody(graph, node, () => task.node.body?.(input, runtime));
}
