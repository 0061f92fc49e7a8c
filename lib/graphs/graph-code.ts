import { createHash } from 'node:crypto';
import path from 'node:path';
import type { GraphCode, GraphShape } from '@/lib/contracts/origin';
import type { DrawableGraph } from './served-graph';

/** A larger shape is told by its hash alone, since every run keeps it. */
const MOST_PARTS = 1_000;

/** `sources` are the files that were loaded, by path; their order and where the folder lies do not matter. */
export function graphCode(graph: DrawableGraph, file: string, sources: ReadonlyMap<string, string>): GraphCode {
  const shape = shapeOf(graph);
  return {
    files: hashFiles(path.dirname(file), sources),
    topology: hash([JSON.stringify(shape)]),
    shape: shape.nodes.length + shape.edges.length > MOST_PARTS ? null : shape,
  };
}

function shapeOf({ nodes, edges }: DrawableGraph): GraphShape {
  return {
    nodes: nodes.map(({ id }) => id),
    edges: edges.map(({ source, target, data, conditional }) => ({
      from: source,
      to: target,
      ...(data !== undefined && data !== target && { label: data }),
      ...(conditional && { conditional: true as const }),
    })),
  };
}

function hashFiles(folder: string, sources: ReadonlyMap<string, string>): string {
  const named = [...sources].map(([file, source]) => ({
    name: path.relative(folder, file).split(path.sep).join('/'),
    source,
  }));
  return hash(named.toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap(({ name, source }) => [name, source]));
}

function hash(texts: string[]): string {
  const sum = createHash('sha256');
  for (const text of texts) sum.update(`${text.length}:${text}`);
  return sum.digest('hex').slice(0, 16);
}
