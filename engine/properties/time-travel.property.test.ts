import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateSnapshot } from '../index';
import { MemorySaver, Overwrite } from '../index';
import { contentOf, historyOf, placeOf, tuplesOf } from './history';
import { buildGraph, hastyClock } from './random-graph';
import { graphPlan, nestedPlan } from './random-plan';
import { PATIENCE_MS, parameters } from './runs';
import { flawsOf } from './well-formed';

const limits = { recursionLimit: 200, clock: hastyClock, durability: 'sync' } as const;
const thread = { ...limits, configurable: { thread_id: 't' } };
const plans = [
  ['flat', graphPlan],
  ['nested', nestedPlan],
] as const;

describe.each(plans)('time travel in %s graphs', (_, plan) => {
  it(
    'replaying from every checkpoint of a deterministic graph takes the same steps to the same state',
    async () => {
      await fc.assert(
        fc.asyncProperty(plan, async (drawn) => {
          const graph = buildGraph(drawn, { saver: new MemorySaver() });
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
        parameters(),
      );
    },
    PATIENCE_MS,
  );

  it(
    'a fork changes nothing that was stored, in any namespace, nor does running it, nor a fork of the fork',
    async () => {
      const edit = fc.record({ at: fc.nat(), overwrites: fc.boolean(), added: fc.string(), isRun: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(plan, fc.array(edit, { minLength: 1, maxLength: 3 }), async (drawn, edits) => {
          const saver = new MemorySaver();
          const graph = buildGraph(drawn, { saver });
          await graph.invoke({ log: ['in'] }, thread);
          for (const { at, overwrites, added, isRun } of edits) {
            const before = await tuplesOf(saver, 't');
            const history = await historyOf(graph, 't');
            const chosen = history[at % history.length];
            if (chosen === undefined) throw new Error('a run leaves at least one checkpoint');
            const log = overwrites ? new Overwrite([added]) : [added];
            const fork = await graph.updateState(chosen.config, { log }, asNodeOf(chosen.next));
            expect((await graph.getState(fork)).next).toEqual(fork.next);
            if (isRun) await graph.invoke(null, { ...limits, ...fork });
            const after = new Map((await tuplesOf(saver, 't')).map((tuple) => [placeOf(tuple), contentOf(tuple)]));
            for (const tuple of before) expect(after.get(placeOf(tuple))).toEqual(contentOf(tuple));
          }
          expect(await flawsOf(saver, 't')).toEqual([]);
        }),
        parameters(),
      );
    },
    PATIENCE_MS,
  );
});

describe('time travel inside of graphs', () => {
  it(
    'a replay from any checkpoint of any subgraph leaves the original as it is and ends in the same state',
    async () => {
      await fc.assert(
        fc.asyncProperty(nestedPlan, fc.nat(), async (drawn, at) => {
          const saver = new MemorySaver();
          const graph = buildGraph(drawn, { saver });
          const final = await graph.invoke({ log: ['in'] }, thread);
          const before = await tuplesOf(saver, 't');
          const inside = before.filter(({ config }) => config.configurable?.checkpoint_ns !== '');
          fc.pre(inside.length > 0);
          const chosen = inside[at % inside.length];
          expect(await graph.invoke(null, { ...limits, ...chosen?.config })).toEqual(final);
          const after = new Map((await tuplesOf(saver, 't')).map((tuple) => [placeOf(tuple), contentOf(tuple)]));
          for (const tuple of before) expect(after.get(placeOf(tuple))).toEqual(contentOf(tuple));
          expect(await flawsOf(saver, 't')).toEqual([]);
        }),
        parameters(),
      );
    },
    PATIENCE_MS,
  );
});

function stepOf({ values, next }: StateSnapshot<unknown>) {
  return { values, next };
}

/** Where several nodes wrote last there is no default, so name one: the edit then stands for that node's. */
function asNodeOf(next: string[]): string {
  return next[0] === '__start__' ? '__start__' : 'n0';
}
