import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateSnapshot } from '../index';
import { MemorySaver, Overwrite } from '../index';
import { historyOf } from './history';
import { buildGraph, graphPlan } from './random-graph';

const RUNS = 1_000;
const limits = { recursionLimit: 200 };
const thread = { ...limits, configurable: { thread_id: 't' } };

describe('time travel', () => {
  it('replaying from every checkpoint of a deterministic graph takes the same steps to the same state', async () => {
    await fc.assert(
      fc.asyncProperty(graphPlan, async (plan) => {
        const graph = buildGraph(plan, { saver: new MemorySaver() });
        const final = await graph.invoke({ log: ['in'] }, thread);
        const original = await historyOf(graph, 't');
        for (const [index, snapshot] of original.entries()) {
          const before = await historyOf(graph, 't');
          expect(await graph.invoke(null, { ...limits, ...snapshot.config })).toEqual(final);
          const replayed = (await historyOf(graph, 't')).slice(before.length);
          const isEnd = snapshot.next.length === 0;
          expect(replayed.map(stepOf)).toEqual(isEnd ? [] : original.slice(index).map(stepOf));
        }
      }),
      { numRuns: RUNS },
    );
  }, 180_000);

  it('a fork changes no earlier snapshot, nor does running it, nor a fork of the fork', async () => {
    const edit = fc.record({ at: fc.nat(), overwrites: fc.boolean(), added: fc.string(), isRun: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(graphPlan, fc.array(edit, { minLength: 1, maxLength: 3 }), async (plan, edits) => {
        const graph = buildGraph(plan, { saver: new MemorySaver() });
        await graph.invoke({ log: ['in'] }, thread);
        for (const { at, overwrites, added, isRun } of edits) {
          const before = await historyOf(graph, 't');
          const chosen = before[at % before.length];
          if (chosen === undefined) throw new Error('a run leaves at least one checkpoint');
          const log = overwrites ? new Overwrite([added]) : [added];
          const fork = await graph.updateState(chosen.config, { log }, asNodeOf(chosen.next));
          if (isRun) await graph.invoke(null, { ...limits, ...fork });
          for (const snapshot of before) {
            const again = await graph.getState(snapshot.config);
            expect({ ...again, position: null }).toEqual({ ...snapshot, position: null });
          }
        }
      }),
      { numRuns: RUNS },
    );
  }, 180_000);
});

function stepOf({ values, next }: StateSnapshot<unknown>) {
  return { values, next };
}

/** Where several nodes wrote last there is no default, so name one: the edit then stands for that node's. */
function asNodeOf(next: string[]): string {
  return next[0] === '__start__' ? '__start__' : 'n0';
}
