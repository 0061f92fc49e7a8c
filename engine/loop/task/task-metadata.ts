import { childNamespace } from '../../checkpoint/namespace';
import type { Invocation } from '../invocation';
import type { Task } from './task';
import { idOf } from './task';

/** The metadata that a task's function gets, and hands on to what it calls: the caller's, and where in the graph it is. */
export function metadataOfTask(run: Invocation, task: Task): Record<string, unknown> {
  const { config, state, store } = run;
  const namespace = childNamespace(state.namespace, task.node.name, idOf(state, task), 0);
  return {
    ...config.metadata,
    ...(store && { thread_id: store.threadId }),
    langgraph_step: state.step + 1,
    langgraph_node: task.node.name,
    langgraph_triggers: [...task.triggers],
    langgraph_path: [...task.path],
    langgraph_checkpoint_ns: namespace,
    checkpoint_ns: namespace,
  };
}

/** What a task's event says of the run: the caller's metadata and tags, where there are any. */
export function shownMetadata({ config }: Invocation): { metadata?: Record<string, unknown> } {
  const { metadata, tags = [] } = config;
  if (!metadata && tags.length === 0) return {};
  return { metadata: { ...callersMetadata(metadata), ...(tags.length > 0 && { tags }) } };
}

/** What the caller gave, when a node's metadata comes back with a graph that it calls: not where the node is. */
export function callersMetadata(metadata: Record<string, unknown> = {}): Record<string, unknown> {
  if (metadata.langgraph_node === undefined) return metadata;
  const {
    thread_id: _,
    langgraph_step: __,
    langgraph_node: ___,
    langgraph_triggers: ____,
    langgraph_path: _____,
    langgraph_checkpoint_ns: ______,
    checkpoint_ns: _______,
    ...rest
  } = metadata;
  return rest;
}
