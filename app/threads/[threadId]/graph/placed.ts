import type { Point } from './edge-path';

export interface PlacedNode {
  /** Names of the nodes from the root graph's on, joined with `|`. */
  id: string;
  /** Its own name in its graph. */
  name: string;
  /** `frame`: a node that is opened, around the graph inside. `ghost`: one that the graph does not have. */
  kind: 'task' | 'terminal' | 'frame' | 'ghost';
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many frames are around it. */
  depth: number;
}

export interface PlacedEdge {
  id: string;
  /** Ids of placed nodes. */
  source: string;
  target: string;
  isConditional: boolean;
  label: string | null;
  path: string;
  /** Where the arrow's tip is, and which way it points, in degrees. */
  tip: Point & { angle: number };
  labelAt: Point;
}

export interface GraphLayout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}
