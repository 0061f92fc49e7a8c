import { END, Overwrite, Send, START, StateGraph } from 'retrograph';
import { withLangGraph } from 'retrograph/zod';
import { z } from 'zod';

const Finding = z.object({ item: z.string(), length: z.number().int(), reversed: z.string() });

export const FanOutState = z
  .object({
    items: z
      .array(z.string())
      .default(['alpha', 'beta', 'gamma', 'delta'])
      .describe('Each item gets a task of its own'),
    findings: withLangGraph(z.array(Finding), {
      reducer: { fn: (found, added) => [...found, ...added] },
      default: () => [],
    }),
    summary: z.string().default(''),
  })
  .describe('One task for every item, all at once, and a summary when the last of them is done.');
type FanOut = z.infer<typeof FanOutState>;

const builder = new StateGraph(FanOutState)
  .addNode('plan', (state) => ({ items: [...new Set(state.items)], findings: new Overwrite([]), summary: '' }))
  .addNode('work', examine)
  .addNode('join', summarise)
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', (state) => state.items.map((item) => new Send('work', { item })), ['work'])
  .addEdge('work', 'join')
  .addEdge('join', END);

function examine({ item }: { item: string }) {
  return { findings: [{ item, length: item.length, reversed: [...item].reverse().join('') }] };
}

function summarise({ findings }: FanOut) {
  const longest = findings.reduce((best, found) => (found.length > best.length ? found : best));
  return { summary: `${findings.length} items examined, the longest is "${longest.item}".` };
}

export const graph = builder.compile({ name: 'fan-out' });
