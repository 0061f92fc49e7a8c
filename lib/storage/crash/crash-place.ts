import type { BranchingSaver } from '@/engine';

/** A database that writers are killed on. */
export interface CrashPlace {
  /** The address for the writer of a thread. */
  urlFor(threadId: string): string;
  /** Looks at what is there with a saver of its own, which remembers nothing. */
  look<Result>(read: (saver: BranchingSaver) => Promise<Result>): Promise<Result>;
  /** What the database itself finds wrong with its files. */
  flaws(): Promise<string[]>;
  remove(): Promise<void>;
}
