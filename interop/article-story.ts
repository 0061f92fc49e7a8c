import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaseCheckpointSaver, StateSnapshot } from '@/engine';
import { isBranchingSaver } from '@/engine';
import type { Library } from './article';
import { articleGraph, DRAFTED } from './article';

export interface Stage {
  checkpointer: BaseCheckpointSaver;
  close(): void | Promise<void>;
}

/** One graph's life under an engine and a saver of different makers, told as its user sees it. */
export function articleStory(title: string, library: Library, open: () => Stage | Promise<Stage>): void {
  const { Command } = library;
  describe(title, () => {
    let stage: Stage;
    let threads = 0;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());

    const start = () => ({
      graph: articleGraph(library, stage.checkpointer),
      thread: { configurable: { thread_id: `article ${++threads}` } },
    });
    const drafted = async () => {
      const { graph, thread } = start();
      await graph.invoke({ notes: [] }, thread);
      return { graph, thread };
    };
    const printed = async () => {
      const { graph, thread } = await drafted();
      await graph.invoke(new Command({ resume: 'yes' }), thread);
      await graph.invoke(new Command({ resume: 100 }), thread);
      return { graph, thread };
    };
    const historyOf = async ({ graph, thread }: Awaited<ReturnType<typeof drafted>>) => {
      const states: StateSnapshot[] = [];
      for await (const state of graph.getStateHistory(thread)) states.push(state as StateSnapshot);
      return states;
    };

    it('loops, fans out, and stops at the question', async () => {
      const { graph, thread } = start();
      const result = await graph.invoke({ notes: [] }, thread);
      expect(result).toMatchObject({ drafts: 3, notes: DRAFTED, __interrupt__: [{ value: 'publish?' }] });
      const { next, tasks, values } = await graph.getState(thread);
      expect([next, tasks.map(({ interrupts }) => interrupts[0]?.value)]).toEqual([['judge'], ['publish?']]);
      expect(values).toEqual({ drafts: 3, notes: DRAFTED });
    });

    it('goes on with the answer, and with the one to the question of its subgraph', async () => {
      const { graph, thread } = await drafted();
      const asked = await graph.invoke(new Command({ resume: 'yes' }), thread);
      expect(asked).toMatchObject({ verdict: 'yes', __interrupt__: [{ value: 'how many?' }] });
      const result = await graph.invoke(new Command({ resume: 100 }), thread);
      expect(result).toEqual({ drafts: 3, verdict: 'yes', notes: [...DRAFTED, 'yes', 'set', 'pressed 100'] });
      expect((await graph.getState(thread)).next).toEqual([]);
    });

    it('is found by another graph object on the same saver', async () => {
      const { thread } = await drafted();
      const result = await articleGraph(library, stage.checkpointer).invoke(new Command({ resume: 'no' }), thread);
      expect(result).toMatchObject({ drafts: 3, verdict: 'no', notes: DRAFTED });
    });

    it('lists its history, newest first, each state as it was', async () => {
      const states = await historyOf(await printed());
      expect(states.map(({ metadata, next }) => [metadata?.source, metadata?.step, next.join(' ')])).toEqual([
        ['loop', 6, ''],
        ['loop', 5, 'print'],
        ['loop', 4, 'judge'],
        ['loop', 3, 'read read'],
        ['loop', 2, 'draft'],
        ['loop', 1, 'draft'],
        ['loop', 0, 'draft'],
        ['input', -1, '__start__'],
      ]);
      expect(states.map(({ values }) => (values.notes as string[] | undefined)?.length ?? 0)).toEqual([
        8, 5, 5, 3, 2, 1, 0, 0,
      ]);
      for (const [position, { parentConfig }] of states.slice(0, -1).entries()) {
        expect(parentConfig?.configurable?.checkpoint_id).toBe(
          states[position + 1]?.config.configurable?.checkpoint_id,
        );
      }
    });

    it('takes an edit for what a node wrote, and goes on from there', async () => {
      const { graph, thread } = await drafted();
      await graph.updateState(thread, { verdict: 'edited', notes: ['by hand'] }, 'judge');
      expect((await graph.getState(thread)).next).toEqual(['print']);
      const asked = await graph.invoke(null, thread);
      expect(asked).toMatchObject({ verdict: 'edited', notes: [...DRAFTED, 'by hand'] });
    });

    it('replays from a step of the past: what came after it really runs again', async () => {
      const story = await printed();
      const before = await historyOf(story);
      const secondDraft = before.find(({ metadata }) => metadata?.step === 1);
      const replayed = await story.graph.invoke(null, secondDraft?.config);
      expect(replayed).toMatchObject({ drafts: 3, notes: DRAFTED, __interrupt__: [{ value: 'publish?' }] });
      const after = await historyOf(story);
      expect(after.length).toBeGreaterThan(before.length);
      expect(after).toEqual(
        expect.arrayContaining(before.map(({ config, values }) => expect.objectContaining({ config, values }))),
      );
    });

    it('replays a fan-out from what is stored of it', async () => {
      const story = await printed();
      const fannedOut = (await historyOf(story)).find(({ next }) => next.length === 2);
      const replayed = await story.graph.invoke(null, fannedOut?.config);
      expect(replayed).toMatchObject({ notes: DRAFTED, __interrupt__: [{ value: 'publish?' }] });
    });

    it('keeps a fork and the original apart, whose steps count the same', async () => {
      const { graph, thread } = await printed();
      const original = await historyOf({ graph, thread });
      const firstDraft = original.find(({ metadata }) => metadata?.step === 1);
      const fork = await graph.updateState(firstDraft?.config ?? {}, { drafts: 2, notes: ['rewritten'] }, 'draft');
      const forked = await graph.invoke(null, fork);
      const reads = ['read by Ann', 'read by Bob'];
      expect(forked).toMatchObject({ drafts: 3, notes: ['draft 1', 'rewritten', 'draft 3', ...reads] });
      for (const { config, values } of original) {
        expect((await graph.getState(config)).values).toEqual(values);
      }
      if (isBranchingSaver(stage.checkpointer)) {
        const branches = await stage.checkpointer.readBranches(thread.configurable.thread_id);
        const forkedAt = firstDraft?.config.configurable?.checkpoint_id;
        expect(branches.map(({ forkCheckpointId }) => forkCheckpointId)).toEqual([null, forkedAt]);
      }
      const result = await graph.invoke(new Command({ resume: 'for the fork' }), thread);
      expect(result).toMatchObject({ verdict: 'for the fork', notes: ['draft 1', 'rewritten', 'draft 3', ...reads] });
    });
  });
}
