import { setTimeout as sleep } from 'node:timers/promises';
import { END, START, StateGraph } from 'retrograph';
import { z } from 'zod';

/** A loop that makes a thousand steps a second: a step that is early waits, one that is late does not. */
const State = z.object({
  until: z.number().int().default(100).describe('Steps to make'),
  step: z.number().int().default(0),
  begunMs: z.number().default(0),
});
type LiveState = z.infer<typeof State>;

async function inTime({ step, begunMs }: LiveState) {
  const from = begunMs || Date.now();
  const earlyMs = from + step - Date.now();
  if (earlyMs > 0) await sleep(earlyMs);
  return { step: step + 1, begunMs: from };
}

export const graph = new StateGraph(State)
  .addNode('tick', inTime)
  .addNode('tock', inTime)
  .addEdge(START, 'tick')
  .addConditionalEdges('tick', ({ step, until }: LiveState) => (step < until ? 'tock' : END), ['tock', END])
  .addConditionalEdges('tock', ({ step, until }: LiveState) => (step < until ? 'tick' : END), ['tick', END])
  .compile({ name: 'live' });
