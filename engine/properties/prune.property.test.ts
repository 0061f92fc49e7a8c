import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PruneOptions } from '../index';
import { MemorySaver } from '../index';
import { contentOf, historyOf, placeOf, storyOf, tuplesOf } from './history';
import { buildGraph, hastyClock } from './random-graph';
import { graphPlan, nestedPlan } from './random-plan';
import { PATIENCE_MS, parameters } from './runs';
import { flawsOf } from './well-formed';

const limits = { recursionLimit: 200, clock: hastyClock, durability: 'sync' } as const;
const plans = [
  ['flat', graphPlan],
  ['nested', nestedPlan],
] as const;

const drawnRule = fc.record({
  young: fc.option(fc.nat({ max: 12 })),
  keepLast: fc.integer({ min: 1, max: 3 }),
  keepsHeads: fc.boolean(),
});

describe.each(plans)('pruning %s graphs', (_, plan) => {
  it(
    'leaves a well-formed history, whose checkpoints read and replay as they did before',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          plan,
          drawnRule,
          fc.array(fc.nat(), { maxLength: 3 }),
          fc.nat(),
          async (drawn, rule, replays, chosen) => {
            const saver = new MemorySaver();
            const graph = buildGraph(drawn, { saver });
            await graph.invoke({ log: ['in'] }, at('t'));
            for (const replayed of replays) await replay(graph, 't', replayed);
            const before = new Map((await tuplesOf(saver, 't')).map((tuple) => [placeOf(tuple), contentOf(tuple)]));
            await saver.copyThread('t', 'whole');
            await saver.prune({ threadIds: ['t'], ...(await optionsOf(saver, rule)) });
            const tuples = await tuplesOf(saver, 't');
            const visits = tuples.filter(({ metadata }) => metadata.called_by !== undefined).map(placeOf);
            expect((await flawsOf(saver, 't')).filter((flaw) => !isLostHost(flaw, visits))).toEqual([]);
            for (const tuple of tuples)
              expect(asBefore(contentOf(tuple))).toEqual(asBefore(before.get(placeOf(tuple))));
            const left = await historyOf(graph, 't');
            for (const snapshot of new Set([left[0], left[chosen % left.length]])) {
              const replays = ['t', 'whole'].map((from) => replayOnCopy(from, idOf(snapshot)));
              const [pruned, whole] = await Promise.all(replays);
              expect(pruned).toEqual(whole);
            }

            async function replayOnCopy(from: string, checkpointId: string) {
              const copy = `${from} again from ${checkpointId}`;
              await saver.copyThread(from, copy);
              const known = new Set((await historyOf(graph, copy)).map(idOf));
              // Another turn as well: graphs that keep their state go on from what they held.
              await graph.invoke(null, at(copy, checkpointId));
              const final = await graph.invoke({ log: ['again'] }, at(copy));
              const steps = (await historyOf(graph, copy)).filter((snapshot) => !known.has(idOf(snapshot)));
              await saver.deleteThread(copy);
              return { final, steps: storyOf(steps) };
            }
          },
        ),
        parameters(),
      );
    },
    PATIENCE_MS,
  );
});

/** A graph that keeps its state outlives the checkpoints at which it was called. */
function isLostHost(flaw: string, visits: readonly string[]): boolean {
  return visits.some((visit) => flaw.startsWith(`${visit} belongs to a checkpoint of "`));
}

/** Without what pruning may change. */
function asBefore(content: ReturnType<typeof contentOf> | undefined) {
  if (content === undefined) return undefined;
  const { parentConfig: _parent, metadata, ...rest } = content;
  const { host_branch: _told, ...told } = metadata;
  return { ...rest, metadata: told };
}

function at(thread_id: string, checkpoint_id?: string) {
  return { ...limits, configurable: { thread_id, ...(checkpoint_id !== undefined && { checkpoint_id }) } };
}

function idOf(snapshot: { config: { configurable?: { checkpoint_id?: string } } } | undefined): string {
  return snapshot?.config.configurable?.checkpoint_id ?? '';
}

async function replay(graph: ReturnType<typeof buildGraph>, threadId: string, choice: number): Promise<void> {
  const history = await historyOf(graph, threadId);
  const chosen = history[choice % history.length];
  if (chosen !== undefined) await graph.invoke(null, at(threadId, idOf(chosen)));
}

/** Checkpoints of one run are of one age mostly: `young` of them stay by the time that they were made. */
async function optionsOf(
  saver: MemorySaver,
  { young, keepLast, keepsHeads }: { young: number | null; keepLast: number; keepsHeads: boolean },
): Promise<PruneOptions> {
  if (young === null) return { keepLast, keepHeads: keepsHeads };
  const rows = await saver.readTimeline('t', { limit: 10_000 });
  return { olderThan: rows.at(-1 - young)?.createdAt ?? 0, keepHeads: true };
}
