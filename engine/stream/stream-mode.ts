export const STREAM_MODES = [
  'values',
  'updates',
  'custom',
  'messages',
  'tools',
  'tasks',
  'checkpoints',
  'debug',
] as const;

export type StreamMode = (typeof STREAM_MODES)[number];

/** The path of the graph that an event comes from: a `node:taskId` for each level of subgraphs, none for the root. */
export type StreamNamespace = readonly string[];

/** Where a run's events go. The loop asks `wants` first, so that an event nobody reads is never made. */
export interface EventSink {
  wants(mode: StreamMode): boolean;
  emit(mode: StreamMode, payload: unknown): void;
  /** The sink of a graph that runs inside a task of this one; `segment` is its `node:taskId`. */
  nested(segment: string): EventSink;
  /** Holds back what is emitted from now on until `saved` settles; a rejection drops it, as the run is going to fail. */
  after(saved: Promise<unknown>): void;
}

export const silentSink: EventSink = {
  wants: () => false,
  emit: () => {},
  nested: () => silentSink,
  after: () => {},
};
