import { END, START, StateGraph } from 'retrograph';
import { withLangGraph } from 'retrograph/zod';
import { z } from 'zod';

/** A loop of four nodes. Every step has a `mark` of its own, by which the page shows that it is there. */
const State = z.object({
  until: z.number().int().default(100).describe('Steps to make'),
  /** Times that a draft says its line. */
  lines: z.number().int().default(4),
  step: z.number().int().default(0),
  mark: z.string().default(''),
  draft: z.string().default(''),
  recent: withLangGraph(z.array(z.object({ step: z.number(), by: z.string(), text: z.string() })), {
    reducer: { fn: (known, added) => [...known, ...added].slice(-20) },
    default: () => [],
  }),
});
type LongState = z.infer<typeof State>;

const NODES = ['plan', 'search', 'write', 'review'] as const;

const work = (by: string) => (state: LongState) => {
  const step = state.step + 1;
  const text = `${by} made step ${step} of ${state.until}. `;
  return {
    step,
    mark: `mark-${String(step).padStart(5, '0')}`,
    draft: text.repeat(state.lines),
    recent: [{ step, by, text }],
  };
};

export const graph = new StateGraph(State)
  .addNode('plan', work('plan'))
  .addNode('search', work('search'))
  .addNode('write', work('write'))
  .addNode('review', work('review'))
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', leadTo('search'), ['search', END])
  .addConditionalEdges('search', leadTo('write'), ['write', END])
  .addConditionalEdges('write', leadTo('review'), ['review', END])
  .addConditionalEdges('review', leadTo('plan'), ['plan', END])
  .compile({ name: 'long' });

function leadTo(next: (typeof NODES)[number]) {
  return (state: LongState) => (state.step < state.until ? next : END);
}
