/** `GET /api/debugger/threads/:id/test/preview`: a branch as a test, and what can be chosen of it. */
export interface SavedTest {
  fileName: string;
  text: string;
  /** From where the file imports the graph. */
  importPath: string;
  /** Of the graph, absolute. */
  graphFile: string;
  /** Nodes that really run in it. */
  execute: string[];
  nodes: SavedTestNode[];
  end: 'done' | 'waiting' | 'failed' | 'stopped' | 'off the record';
  steps: number;
  /** How a replay differs now from what was recorded; null when the test passes. */
  difference: string | null;
}

interface SavedTestNode {
  node: string;
  runs: number;
  failed: boolean;
  /** Why it can't be executed by the test; null when it can. */
  obstacle: string | null;
}
