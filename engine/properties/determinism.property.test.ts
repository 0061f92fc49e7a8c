import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../index';
import { historyOf, storyOf } from './history';
import type { GraphPlan, Pause } from './random-graph';
import { buildGraph, graphPlan } from './random-graph';

const RUNS = 1_000;

async function run(plan: GraphPlan, pause?: Pause) {
  const graph = buildGraph(plan, { saver: new MemorySaver(), ...(pause && { pause }) });
  const values = await graph.invoke(
    { log: ['in'] },
    { configurable: { thread_id: 't' }, recursionLimit: 200, maxConcurrency: plan.maxConcurrency },
  );
  return { values, story: storyOf(await historyOf(graph, 't')) };
}

describe('determinism', () => {
  it('gives the same values and history in whatever order tasks finish', async () => {
    await fc.assert(
      fc.asyncProperty(graphPlan, fc.scheduler(), async (plan, scheduler) => {
        const expected = await run(plan);
        const shuffled = run(plan, async (task) => {
          await scheduler.schedule(Promise.resolve(), task);
        });
        expect(await scheduler.waitFor(shuffled)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('gives the same final values with a saver and without', async () => {
    await fc.assert(
      fc.asyncProperty(graphPlan, async (plan) => {
        const { values } = await run(plan);
        expect(await buildGraph(plan).invoke({ log: ['in'] }, { recursionLimit: 200 })).toEqual(values);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
