import { EngineError } from '../errors';
import type { ExecutionInfo, LangGraphRunnableConfig, Runtime } from '../graph/runtime';
import type { BaseStore } from '../store/base-store';
import type { TaskContext } from './task-context';
import { currentTask } from './task-context';

// What a function deep below a node can reach without being handed it. Each also takes the node's own second argument,
// for code that runs where async context is lost. All throw EngineError OUTSIDE_NODE when there is no task.

/** The store that the graph was compiled or called with; undefined when there is none. */
export function getStore(config?: LangGraphRunnableConfig): BaseStore | undefined {
  return config ? config.store : taskOf('getStore').runtime.store;
}

/** A function that sends a value to streams of mode `custom`. */
export function getWriter(config?: LangGraphRunnableConfig): ((chunk: unknown) => void) | undefined {
  return config ? config.writer : taskOf('getWriter').runtime.writer;
}

/** The running node's second argument. */
export function getConfig(): Runtime {
  return taskOf('getConfig').runtime;
}

/** What the running node was given: its state, or its Send's argument. The caller's own copy. */
export function getCurrentTaskInput<Input = unknown>(): Input {
  return taskOf('getCurrentTaskInput').input() as Input;
}

/** Sends a value to streams of mode `custom`; does nothing when nobody listens. */
export function writer<Chunk>(chunk: Chunk): void {
  taskOf('writer').runtime.writer(chunk);
}

/** The type of what a graph's `writer` takes; anything, when the graph does not say. */
// biome-ignore lint/suspicious/noExplicitAny: whoever reads a stream knows what their nodes send.
export type InferWriterType<Writer> = Writer extends (chunk: infer Chunk) => void ? Chunk : any;

/** Which task runs this code, and which one of the root graph that is in. Undefined outside of a node; never throws. */
export function runningTask(): RunningTask | undefined {
  const task = currentTask();
  return task && { innermost: task.runtime.executionInfo, outermost: task.outermost.runtime.executionInfo };
}

export interface RunningTask {
  innermost: ExecutionInfo;
  outermost: ExecutionInfo;
}

function taskOf(caller: string): TaskContext {
  const task = currentTask();
  if (task) return task;
  throw new EngineError(
    'OUTSIDE_NODE',
    `${caller}() was called outside of a node; call it while a node runs, or take what it gives from the node's second argument.`,
  );
}
