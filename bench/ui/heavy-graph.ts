import { END, START, StateGraph } from 'retrograph';
import { z } from 'zod';

/** Two steps whose states are of 5 MB: a text of 50,000 lines and a list of 60,000 records. */
const State = z.object({
  count: z.number().int().default(0),
  mark: z.string().default(''),
  document: z.string().default(''),
  rows: z.array(z.object({ id: z.number(), name: z.string() })).default([]),
});

const grow = ({ count }: z.infer<typeof State>) => ({
  count: count + 1,
  mark: `mark-${String(count + 1).padStart(5, '0')}`,
  document: Array.from({ length: 50_000 }, (_, at) => `line ${at} of version ${count}, the same words`).join('\n'),
  rows: Array.from({ length: 60_000 + count }, (_, id) => ({ id, name: `row ${id}` })),
});

export const graph = new StateGraph(State)
  .addNode('grow', grow)
  .addEdge(START, 'grow')
  .addConditionalEdges('grow', ({ count }) => (count < 2 ? 'grow' : END), ['grow', END])
  .compile({ name: 'heavy' });
