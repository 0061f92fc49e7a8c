/** What the nodes of a run wrote to the console. */

export type ConsoleLevel = 'log' | 'info' | 'warn' | 'error' | 'debug' | 'trace' | 'dir';

export interface ConsoleLine {
  /**
   * How many lines the task wrote before it in the same run. With `atMs` it tells a line apart from all others of the task.
   * Absent in what was kept before lines had one.
   */
  number?: number;
  /** Milliseconds since the epoch. */
  atMs: number;
  level: ConsoleLevel;
  attempt: number;
  /** As Node prints it, without colours. */
  text: string;
  /** The node of a subgraph that wrote it; absent for the task's own. */
  inner?: string;
}

/** What was not kept of one task, since a task keeps its first lines and its last ones. */
export interface ConsoleCut {
  /** Kept lines before those that are missing. */
  after: number;
  lines: number;
  characters: number;
}

/**
 * A part of what one task of the root graph wrote; the parts of a task follow each other. `cut` is as it stands then; the
 * lines behind what is missing come when the run has ended.
 */
export interface ConsolePart {
  taskId: string;
  /** At which the task was pending. */
  checkpointId: string;
  lines: ConsoleLine[];
  cut: ConsoleCut | null;
}
