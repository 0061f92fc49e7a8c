import type { Contestant, DatabaseName } from '../contestants';
import type { Line } from '../table';
import type { Database } from './places';

export const MB = 2 ** 20;

export interface Bench {
  /** Ours first. */
  contestants: readonly Contestant[];
  /** The peer's slowest rows at a smaller size, their figures scaled. */
  isQuick: boolean;
  show: (line: Line) => void;
}

/** Some rows of the table, on one database after the other. */
export interface Part {
  title: string;
  databases: readonly DatabaseName[];
  /** Runs only when it is named. */
  isOptional?: true;
  run: (bench: Bench, database: Database) => Promise<void>;
}

export const BOTH: readonly DatabaseName[] = ['SQLite', 'PostgreSQL'];
