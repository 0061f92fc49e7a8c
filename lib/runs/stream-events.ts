import { type RunnableConfig, TASKS } from '@/engine';
import { messageJson } from '@/lib/contracts/message-json';
import type { CheckpointEvent, GraphEvent, TaskEnd, TaskStart } from '@/lib/graphs/served-graph';
import { MessageProgress } from './message-progress';

/** Stream modes of the protocol that a run can be asked for. */
export type ProtocolMode =
  | 'values'
  | 'updates'
  | 'custom'
  | 'tasks'
  | 'checkpoints'
  | 'debug'
  | 'messages'
  | 'messages-tuple'
  | 'tools'
  | 'events';

export interface ProtocolEvent {
  /** A mode; `messages/…` for what the mode `messages` tells, as `messages` itself is what `messages-tuple` does. */
  event: string;
  data: unknown;
}

export interface StreamView {
  threadId: string;
  modes: readonly ProtocolMode[];
  /** What the run was started with; every task start carries it. */
  metadata: Record<string, unknown>;
  /** Of the graph whose events these are: a subgraph's, or the root's, which is empty. */
  namespace: string;
  /** The last saved checkpoint's step. */
  step: number;
  /** For the mode `messages`. */
  messages: MessageProgress | null;
}

export function newView(fields: Pick<StreamView, 'threadId' | 'modes' | 'metadata' | 'namespace'>): StreamView {
  return { ...fields, step: -2, messages: fields.modes.includes('messages') ? new MessageProgress() : null };
}

/** A subgraph's events are named `mode|namespace`. */
export function eventName(event: string, namespace: string): string {
  return namespace === '' ? event : `${event}|${namespace}`;
}

/** The mode that an event is told for; null for the stream's own. */
export function modeOf(event: string): ProtocolMode | null {
  const [name = ''] = event.split('|', 1);
  if (name === 'metadata' || name === 'error') return null;
  if (name === 'messages') return 'messages-tuple';
  return name.startsWith('messages/') ? 'messages' : (name as ProtocolMode);
}

/** What checkpoints tell nothing of. A message's parts are not kept: it is complete a little later. */
export function isKept(event: string): boolean {
  const [name = ''] = event.split('|', 1);
  return KEPT.has(name);
}

const KEPT = new Set(['custom', 'messages', 'messages/metadata', 'messages/complete', 'tools', 'events']);

/** What an event of the engine is in the protocol, for the modes asked for: none, one, or two (`debug` repeats). */
export function toProtocolEvents(event: GraphEvent, view: StreamView): ProtocolEvent[] {
  const [mode, payload] = event;
  switch (mode) {
    case 'values':
      return [...asked(mode, payload, view), ...(view.messages?.takeValues(payload) ?? [])];
    case 'updates':
    case 'custom':
    case 'tools':
    case 'events':
      return asked(mode, payload, view);
    case 'messages':
      return messageEvents(payload, view);
    case 'tasks':
      return taskEvents(payload, view);
    case 'checkpoints':
      return checkpointEvents(payload, view);
  }
}

function asked(mode: ProtocolMode, data: unknown, { modes }: StreamView): ProtocolEvent[] {
  return modes.includes(mode) ? [{ event: mode, data }] : [];
}

function messageEvents(
  [message, metadata]: [message: unknown, metadata: Record<string, unknown>],
  { modes, messages }: StreamView,
): ProtocolEvent[] {
  const tuple = modes.includes('messages-tuple') ? [{ event: 'messages', data: [messageJson(message), metadata] }] : [];
  return [...tuple, ...(messages?.take(message, metadata) ?? [])];
}

function taskEvents(payload: TaskStart | TaskEnd, view: StreamView): ProtocolEvent[] {
  const isEnd = isTaskEnd(payload);
  const data = isEnd ? taskEnd(payload) : taskStart(payload, view.metadata);
  return both('tasks', data, { step: view.step + 1, type: isEnd ? 'task_result' : 'task' }, view);
}

function checkpointEvents(payload: CheckpointEvent, view: StreamView): ProtocolEvent[] {
  const { config, parentConfig } = payload;
  const map = { ...payload.metadata.parents, [view.namespace]: config.configurable?.checkpoint_id ?? '' };
  const data = {
    config: { configurable: { ...payload.config.configurable, thread_id: view.threadId } },
    values: payload.values,
    metadata: payload.metadata,
    next: payload.next,
    tasks: payload.tasks.map(({ id, name, path, interrupts }) => ({ id, name, path, interrupts: interrupts ?? [] })),
    checkpoint: checkpointRef(view, config, view.namespace === '' ? null : map),
    parent_checkpoint: parentConfig?.configurable?.checkpoint_id ? checkpointRef(view, parentConfig, null) : null,
  };
  return both('checkpoints', data, { step: payload.metadata.step, type: 'checkpoint' }, view);
}

function both(
  mode: 'tasks' | 'checkpoints',
  data: unknown,
  debug: { step: number; type: string },
  view: StreamView,
): ProtocolEvent[] {
  const events: ProtocolEvent[] = [];
  if (view.modes.includes(mode)) events.push({ event: mode, data });
  if (view.modes.includes('debug')) {
    events.push({ event: 'debug', data: { ...debug, timestamp: new Date().toISOString(), payload: data } });
  }
  return events;
}

export function isTaskEnd(payload: TaskStart | TaskEnd): payload is TaskEnd {
  return 'durationMs' in payload;
}

function taskStart(payload: TaskStart, metadata: Record<string, unknown>) {
  const { id, name, input, triggers, interrupts } = payload;
  // The protocol's name for a task that a Send made.
  const shown = triggers.map((trigger) => (trigger === TASKS ? '__pregel_push' : trigger));
  return { id, name, input, triggers: shown, interrupts, metadata };
}

function taskEnd({ id, name, result, interrupts, error }: TaskEnd) {
  return { id, name, result: result ?? null, interrupts, error: error == null ? null : describeTaskError(error) };
}

/** `TypeError: boom`, as every JavaScript developer reads it. */
export function describeTaskError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message } = error as { name?: unknown; message?: unknown };
  return name === undefined ? String(message) : `${name}: ${message}`;
}

function checkpointRef({ threadId, namespace }: StreamView, config: RunnableConfig, map: object | null) {
  return {
    thread_id: threadId,
    checkpoint_ns: namespace,
    checkpoint_id: config.configurable?.checkpoint_id ?? '',
    checkpoint_map: map,
  };
}
