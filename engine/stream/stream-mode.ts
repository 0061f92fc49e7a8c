export type StreamMode = 'values' | 'updates' | 'custom' | 'tasks' | 'checkpoints';

export const STREAM_MODES: readonly StreamMode[] = ['values', 'updates', 'custom', 'tasks', 'checkpoints'];

/** Where a run's events go. The loop asks `wants` first, so that an event nobody reads is never made. */
export interface EventSink {
  wants(mode: StreamMode): boolean;
  emit(mode: StreamMode, payload: unknown): void;
}

export const silentSink: EventSink = { wants: () => false, emit: () => {} };
