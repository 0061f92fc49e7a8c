import { END, START, StateGraph } from 'retrograph';
import { z } from 'zod';

/** 300 nodes: 60 rows of 5, each of which may lead on to three of the next row; a run makes a step in each row. */
const ROWS = 60;
const COLUMNS = 5;
const State = z.object({ row: z.number().int().default(0), mark: z.string().default('') });

const nodeAt = (row: number, column: number) => `node_${row}_${(column + COLUMNS) % COLUMNS}`;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const columns = Array.from({ length: COLUMNS }, (_, column) => column);
const workOf = (row: number) => () => ({ row, mark: `mark-${String(row).padStart(5, '0')}` });

const nodes = rows.flatMap((row) => columns.map((column) => [nodeAt(row, column), workOf(row)] as const));
const builder = new StateGraph(State).addNode(Object.fromEntries(nodes));
builder.addConditionalEdges(
  START,
  () => nodeAt(0, 2),
  columns.map((column) => nodeAt(0, column)),
);
for (const row of rows) {
  for (const column of columns) {
    const next = row + 1 === ROWS ? [END] : [-1, 0, 1].map((by) => nodeAt(row + 1, column + by));
    builder.addConditionalEdges(nodeAt(row, column), () => next[row % next.length] as string, next);
  }
}

export const graph = builder.compile({ name: 'wide' });
