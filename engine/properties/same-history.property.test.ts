import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyOf, storyOf } from './history';
import { buildGraph, hastyClock } from './random-graph';
import { nestedPlan } from './random-plan';
import { PATIENCE_MS, parametersOnDisk } from './runs';
import type { OpenSaver } from './savers';
import { openSaver, saverNames } from './savers';

let savers: OpenSaver[] = [];
beforeAll(async () => {
  savers = await Promise.all(saverNames.map(openSaver));
});
afterAll(async () => {
  for (const { close } of savers) await close();
});

describe(`one run on ${saverNames.join(', ')}`, () => {
  it(
    'gives the same history on every saver, a fork in it included',
    async () => {
      await fc.assert(
        fc.asyncProperty(nestedPlan, fc.nat(), async (plan, at) => {
          const [first, ...others] = await Promise.all(savers.map(({ saver }) => storyOfRun(saver)));
          for (const other of others) expect(other).toEqual(first);

          async function storyOfRun(saver: OpenSaver['saver']) {
            const threadId = randomUUID();
            const graph = buildGraph(plan, { saver });
            await graph.invoke(
              { log: ['in'] },
              { configurable: { thread_id: threadId }, recursionLimit: 200, clock: hastyClock },
            );
            const history = await historyOf(graph, threadId);
            const chosen = history[at % history.length];
            if (chosen === undefined) throw new Error('a run leaves at least one checkpoint');
            const asNode = chosen.next[0] === '__start__' ? '__start__' : 'n0';
            const fork = await graph.updateState(chosen.config, { sum: 1, log: ['edit'] }, asNode);
            await graph.invoke(null, { ...fork, recursionLimit: 200, clock: hastyClock });
            return storyOf(await historyOf(graph, threadId));
          }
        }),
        parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );
});
