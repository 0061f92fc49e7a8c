import type { StoryThread } from './go-on';

export interface WriterJob {
  /** A PostgreSQL address, or a file. */
  url: string;
  thread: StoryThread;
}

/** What a writer tells, a line of JSON each. */
export type WriterLine =
  | { kind: 'began'; taskId: string; checkpointId: string }
  /** The checkpoint's event was seen, or its run returned: it must never be missed again. */
  | { kind: 'saved'; checkpointId: string }
  | { kind: 'failed'; name: string; message: string }
  | { kind: 'finished' };
