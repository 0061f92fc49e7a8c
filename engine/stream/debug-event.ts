import type { EventSink } from './stream-mode';

/** True when such an event is asked for, itself or as part of `debug`. */
export function wantsDetail(sink: EventSink, mode: 'tasks' | 'checkpoints'): boolean {
  return sink.wants(mode) || sink.wants('debug');
}

/** Emits a task's or a checkpoint's event, and the same inside of a `debug` event. @param step of the task or checkpoint */
export function emitDetail(sink: EventSink, mode: 'tasks' | 'checkpoints', step: number, payload: object): void {
  sink.emit(mode, payload);
  if (!sink.wants('debug')) return;
  const type = mode === 'checkpoints' ? 'checkpoint' : 'result' in payload ? 'task_result' : 'task';
  sink.emit('debug', { step, type, timestamp: new Date().toISOString(), payload });
}
