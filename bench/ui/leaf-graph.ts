import { END, START, StateGraph } from 'retrograph';
import { withLangGraph } from 'retrograph/zod';
import { z } from 'zod';

/** So many letters a message has, of words that differ. */
const MESSAGE_LENGTH = 1000;
const KEYS = 8;
const loop = { until: z.number().int().default(100).describe('Steps to make'), step: z.number().int().default(0) };

const Chat = z.object({
  ...loop,
  messages: withLangGraph(z.array(z.object({ id: z.string(), role: z.string(), content: z.string() })), {
    reducer: { fn: (known, added) => [...known, ...added] },
    default: () => [],
  }),
});

/** A chat that each step makes a kilobyte longer. */
export const chat = new StateGraph(Chat)
  .addNode('model', ({ step }) => {
    const content = `Message ${step} goes on about ${(step * 7919).toString(36)}. `.repeat(40).slice(0, MESSAGE_LENGTH);
    return { step: step + 1, messages: [{ id: `m${step}`, role: 'assistant', content }] };
  })
  .addEdge(START, 'model')
  .addConditionalEdges('model', ({ step, until }) => (step < until ? 'model' : END), ['model', END])
  .compile({ name: 'leaf-chat' });

const Rewritten = z.object({ ...loop, doc: z.record(z.string(), z.union([z.string(), z.number()])).default({}) });

/** A record of a kilobyte that each step writes anew, with one key changed; its title stays. */
export const record = new StateGraph(Rewritten)
  .addNode('work', ({ step, doc }) => {
    const start = { title: 'unchanged', body: 'a text of some length that no step changes '.repeat(23) };
    return { step: step + 1, doc: { ...start, ...doc, [`key ${step % KEYS}`]: step } };
  })
  .addEdge(START, 'work')
  .addConditionalEdges('work', ({ step, until }) => (step < until ? 'work' : END), ['work', END])
  .compile({ name: 'leaf-record' });
