import type { CheckpointEvent, GraphEvent, TaskEnd, TaskStart } from '@/lib/graphs/served-graph';

/** Stream modes of the protocol that a run can be asked for. The message modes have no events without a model that streams tokens. */
export type ProtocolMode =
  | 'values'
  | 'updates'
  | 'custom'
  | 'tasks'
  | 'checkpoints'
  | 'debug'
  | 'messages'
  | 'messages-tuple'
  | 'tools';

export interface ProtocolEvent {
  event: ProtocolMode;
  data: unknown;
}

export interface StreamView {
  threadId: string;
  modes: readonly ProtocolMode[];
  /** What the run was started with; every task start carries it. */
  metadata: Record<string, unknown>;
  /** The last saved checkpoint's step. */
  step: number;
}

/** What an event of the engine is in the protocol, for the modes asked for: none, one, or two (`debug` repeats). */
export function toProtocolEvents(event: GraphEvent, view: StreamView): ProtocolEvent[] {
  const [mode, payload] = event;
  switch (mode) {
    case 'values':
    case 'updates':
    case 'custom':
      return view.modes.includes(mode) ? [{ event: mode, data: payload }] : [];
    case 'tasks':
      return taskEvents(payload, view);
    case 'checkpoints':
      return checkpointEvents(payload, view);
  }
}

function taskEvents(payload: TaskStart | TaskEnd, view: StreamView): ProtocolEvent[] {
  const isEnd = isTaskEnd(payload);
  const data = isEnd ? taskEnd(payload) : taskStart(payload, view.metadata);
  return both('tasks', data, { step: view.step + 1, type: isEnd ? 'task_result' : 'task' }, view);
}

function checkpointEvents(payload: CheckpointEvent, view: StreamView): ProtocolEvent[] {
  const parent = payload.parentConfig?.configurable?.checkpoint_id;
  const data = {
    config: { configurable: { ...payload.config.configurable, thread_id: view.threadId } },
    values: payload.values,
    metadata: payload.metadata,
    next: payload.next,
    tasks: payload.tasks.map(({ id, name, path, interrupts }) => ({ id, name, path, interrupts: interrupts ?? [] })),
    checkpoint: checkpointRef(view.threadId, payload.config.configurable?.checkpoint_id),
    parent_checkpoint: parent === undefined ? null : checkpointRef(view.threadId, parent),
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
  const shown = triggers.map((trigger) => (trigger === '__pregel_tasks' ? '__pregel_push' : trigger));
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

function checkpointRef(threadId: string, checkpointId: string | undefined) {
  return { thread_id: threadId, checkpoint_ns: '', checkpoint_id: checkpointId ?? '', checkpoint_map: null };
}
