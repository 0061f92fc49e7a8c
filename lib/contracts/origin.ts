/** By whom and with which code something was made. */

/** Under this key of a run's metadata, and of an edit's, stands the id of the client that asked for it. */
export type ClientKey = 'retrograph_client';
/** Under this key of a run's metadata stands the code that it was started with. */
export type CodeKey = 'retrograph_code';

/** A graph's nodes and edges, as small as they can be told. */
export interface GraphShape {
  nodes: string[];
  edges: { from: string; to: string; label?: string; conditional?: true }[];
}

export interface CodeHash {
  /** Of the graph's file and the files beside it that it imports. */
  files: string;
  /** Of its nodes and edges. */
  topology: string;
}

export interface GraphCode extends CodeHash {
  /** Null for a graph too large to be kept with each run. */
  shape: GraphShape | null;
}

/** `GET /api/debugger/threads/:id/runs/:run_id/origin` → `{ origin: RunOrigin | null }`, null for a run that is not recorded here. */
export interface RunOrigin {
  runId: string;
  graphId: string;
  /** Null when whoever asked for it said nothing of themselves. */
  clientId: string | null;
  createdAt: number;
  /** Null for a run of before this was recorded. */
  code: GraphCode | null;
}
