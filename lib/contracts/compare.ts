/** `GET /api/debugger/threads/:id/compare`: two lines of steps side by side, each the way from its thread's root to a tip. */
export interface Comparison {
  here: ComparedLine;
  there: ComparedLine;
  /** Of different graphs only the states are compared, turn by turn. */
  isSameGraph: boolean;
  /** The last step that both lines pass through; null where they have none, as most threads do: a copy shares its past. */
  common: ComparedStep | null;
  /** The first steps side by side that other nodes made, or that only one line has; null when there are none, and of different graphs. */
  path: ComparedPair | null;
  /** The first steps side by side whose states differ; null when none do, as far as both lines go. */
  state: (ComparedPair & { keys: DifferentKey[] }) | null;
  /** The last steps of both lines, however far each goes, and the keys in which they differ. */
  ends: ComparedPair & { keys: DifferentKey[] };
  counts: {
    /** Steps that both lines pass through. */
    common: number;
    /** Behind them, and of two threads from their start: each line's own. */
    here: number;
    there: number;
  };
}

export interface ComparedLine {
  threadId: string;
  graphId: string | null;
  /** That of the tip. */
  branchId: string;
  branchName: string;
  tipId: string;
}

export interface ComparedStep {
  checkpointId: string;
  step: number;
  source: 'input' | 'loop' | 'update' | 'fork';
  /** That ran in it, one for each task. */
  nodes: string[];
}

/** Null where a line has no step. */
export interface ComparedPair {
  here: ComparedStep | null;
  there: ComparedStep | null;
}

/** A key of the state: `only here` and `only there` where the other state has none of the name. */
export interface DifferentKey {
  key: string;
  how: 'differs' | 'only here' | 'only there';
}
