import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../index';
import { TaskScheduler } from '../testing/task-scheduler';
import { historyOf, storyOf } from './history';
import { buildGraph, hastyClock } from './random-graph';
import type { GraphPlan } from './random-plan';
import { forgetfulPlan, graphPlan, nestedPlan } from './random-plan';
import { PATIENCE_MS, parameters } from './runs';

async function run(plan: GraphPlan, scheduler?: TaskScheduler) {
  const turn = async (task: string) => scheduler?.turn(task);
  const hooks = scheduler ? { began: turn, worked: turn } : {};
  const graph = buildGraph(plan, { saver: new MemorySaver(), hooks });
  const config = {
    configurable: { thread_id: 't' },
    recursionLimit: 200,
    clock: hastyClock,
    maxConcurrency: plan.maxConcurrency,
  };
  const work = graph.invoke({ log: ['in'] }, config);
  const values = await (scheduler ? scheduler.run(work) : work);
  return { values, story: storyOf(await historyOf(graph, 't')) };
}

/** An order of turns as plain data: which of those that wait goes on, over and over. */
const order = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 });

function inOrder(choices: readonly number[]): TaskScheduler {
  let turn = 0;
  return new TaskScheduler(() => choices[turn++ % choices.length] ?? 0);
}

describe('determinism', () => {
  it.each([
    ['flat', graphPlan],
    ['nested', nestedPlan],
  ])(
    'gives the same values and history in whatever order tasks of a %s graph finish',
    async (_, plans) => {
      await fc.assert(
        fc.asyncProperty(plans, order, async (plan, choices) => {
          expect(await run(plan, inOrder(choices))).toEqual(await run(plan));
        }),
        parameters(),
      );
    },
    PATIENCE_MS,
  );

  it(
    'gives the same final values with a saver and without',
    async () => {
      await fc.assert(
        fc.asyncProperty(forgetfulPlan, async (plan) => {
          const { values } = await run(plan);
          expect(await buildGraph(plan).invoke({ log: ['in'] }, { recursionLimit: 200, clock: hastyClock })).toEqual(
            values,
          );
        }),
        parameters(),
      );
    },
    PATIENCE_MS,
  );
});
