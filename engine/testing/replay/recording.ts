import type { RunConfig } from '../../graph/run-config';
import type { RecordedGoto, RecordedUpdate } from './recorded-answer';

/** What happened on a branch of a thread, as a test replays it: what came from outside, and what the nodes gave. */
export interface Recording {
  /** In their order. Each runs the graph as far as it goes, or as many steps as it says. */
  acts: readonly RecordedAct[];
  /** What each node gave, the first time first. Nodes that the replay executes need none. */
  results: Readonly<Record<string, readonly RecordedResult[]>>;
}

export type RecordedAct = (RecordedInput | RecordedAnswers | RecordedEdit) & {
  /** Steps after which the run was left where the next act goes on; 0 for an edit after which nothing ran. */
  steps?: number;
  /** What the run was given beside its input. */
  config?: Pick<RunConfig, 'context' | 'configurable'>;
};

interface RecordedInput {
  input: Readonly<Record<string, unknown>>;
}

/** To the questions that wait: of several by one node, in their order. */
interface RecordedAnswers {
  answers: readonly { node: string; answer: unknown }[];
}

/** An edit of the state, as `updateState` makes it. */
interface RecordedEdit {
  edit: Readonly<Record<string, unknown>> | null;
  asNode: string;
}

/** One task of a node. */
export interface RecordedResult {
  /** Questions that it asked, each of which was answered, unless the last one still waits. */
  asks?: readonly unknown[];
  update?: RecordedUpdate;
  /** Where its Command went. */
  goto?: RecordedGoto;
  /** What it failed with. */
  throws?: { name: string; message: string };
}

/** What a replay came to. Ids and times are not part of it. */
export interface Replayed {
  /** A text for each step: the nodes that ran, by name, such as `left, right` or `work × 3`. */
  path: string[];
  end: ReplayedEnd;
}

export type ReplayedEnd =
  | { status: 'done'; values: unknown }
  | { status: 'waiting'; questions: { node: string; question: unknown }[]; values: unknown }
  | { status: 'failed'; errors: { node?: string; error: string }[]; values: unknown }
  /** It stands before these nodes. */
  | { status: 'stopped'; next: string[]; values: unknown }
  /** The graph went where nothing is recorded. */
  | { status: 'off the record'; reason: string; values: unknown };
