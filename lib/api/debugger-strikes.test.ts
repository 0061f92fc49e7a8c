import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangesPage } from '@/lib/contracts/changes';
import type { TimelineEntry, TimelinePage } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import type { StrikePreview } from '@/lib/contracts/strike';
import type { Difference } from '@/lib/inspect/diff';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

const graphs = ({ gone = false, drifts = false } = {}) => `
import { Annotation, END, EphemeralValue, START, StateGraph } from 'retrograph';
export const ran = [];
const list = () => Annotation({ reducer: (a, b) => ${drifts ? 'b.concat(a)' : 'a.concat(b)'}, default: () => [] });
const max = Annotation({ reducer: (a, b) => Math.max(a, b), default: () => 0 });
const State = Annotation.Root({ ${gone ? '' : 'log: list(), '}best: max, note: Annotation, topic: Annotation });
const keep = (update) => { ${gone ? 'delete update.log;' : ''} return update; };
export const loop = new StateGraph(State)
  .addNode('seek', (state) => keep({ log: ['seek'], best: 7, note: 'of seek' }))
  .addNode('weigh', (state) => keep({ log: ['weigh ' + state.best], best: 5 }))
  .addNode('tell', (state) => keep({ log: ['tell'], note: 'of tell' }))
  .addNode('rest', () => ({}))
  .addEdge(START, 'seek').addEdge('seek', 'weigh').addEdge('weigh', 'tell').addEdge('tell', 'rest').addEdge('rest', END);
export const fan = new StateGraph(State)
  .addNode('left', () => keep({ log: ['left'] })).addNode('right', () => keep({ log: ['right'] }))
  .addNode('join', () => keep({ log: ['join'] }))
  .addEdge(START, 'left').addEdge(START, 'right').addEdge(['left', 'right'], 'join').addEdge('join', END);
export const picky = new StateGraph(State)
  .addNode('seek', () => keep({ log: ['seek'] }))
  .addNode('weigh', (state) => { if (state.log.includes('seek')) throw new Error('not that'); return keep({ log: ['weighed'] }); })
  .addEdge(START, 'seek').addEdge('seek', 'weigh').addEdge('weigh', END);
export const sparse = new StateGraph(State)
  .addNode('one', () => ({ best: 1 }), { checkpoint: 'both' }).addNode('two', () => ({ best: 2 })).addNode('three', () => ({ best: 3 }))
  .addEdge(START, 'one').addEdge('one', 'two').addEdge('two', 'three').addEdge('three', END);
`;

const databases = [
  { name: 'SQLite', open: async () => newSqliteFile(), url: ({ url }: TestDatabase) => `file:${url}`, isThere: true },
  {
    name: 'PostgreSQL',
    open: newPostgresSchema,
    url: ({ url }: TestDatabase) => url,
    isThere: testPostgresUrl !== undefined,
  },
];

for (const { name, open, url, isThere } of databases) {
  describe.skipIf(!isThere)(`without a write, on ${name}`, () => {
    let database: TestDatabase;
    let folder: string;
    let server: TestServer;
    beforeAll(async () => {
      database = await open();
      folder = await mkdtemp(path.join(tmpdir(), 'retrograph-strikes-'));
      const ids = ['loop', 'fan', 'picky', 'sparse'];
      const config = { graphs: Object.fromEntries(ids.map((id) => [id, `./graphs.ts:${id}`])) };
      await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify(config));
      await serve();
    });
    afterAll(async () => {
      await server.close();
      await database.remove();
      await rm(folder, { recursive: true });
    });

    async function serve(code: Parameters<typeof graphs>[0] = {}): Promise<void> {
      await server?.close();
      await writeFile(path.join(folder, 'graphs.ts'), graphs(code));
      server = await openTestServer(folder, { keepsConfig: true, databaseUrl: url(database) });
    }

    async function ran(graph: string, input: object = { topic: 'x' }) {
      const { thread_id: id } = await server.json<ThreadAnswer>('POST', '/threads', {});
      await server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: graph, input });
      const at = (where: string) => `/debugger/threads/${id}${where}`;
      const timeline = () => server.json<TimelinePage>('GET', at('/timeline'));
      const { entries } = await timeline();
      const step = (number: number) => entries.find((entry) => entry.step === number) as TimelineEntry;
      const task = (number: number, node: string) => ({
        checkpointId: step(number).checkpointId,
        taskId: step(number).tasks.find((each) => each.node === node)?.id as string,
      });
      const strike = (body: object) => server.json<StrikePreview<Difference>>('POST', at('/without-write'), body);
      const refusal = async (body: object, where = '/without-write') => {
        const answer = await server.send('POST', at(where), body);
        return `${answer.status} ${((await answer.json()) as { message: string }).message}`;
      };
      return { id, at, timeline, entries, step, task, strike, refusal };
    }

    it('takes what a Command wrote between two steps for what it was', async () => {
      const { thread_id: id } = await server.json<ThreadAnswer>('POST', '/threads', {});
      const run = (body: object) => server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: 'loop', ...body });
      await run({ input: { topic: 'x' }, interrupt_before: ['weigh'] });
      await run({ command: { update: { log: ['by hand'] } } });
      const at = `/debugger/threads/${id}`;
      const { entries } = await server.json<TimelinePage>('GET', `${at}/timeline`);
      const { checkpointId, tasks } = entries.find(({ step }) => step === 1) as TimelineEntry;
      const strike = { checkpointId, taskId: tasks[0]?.id };
      const preview = await server.json<StrikePreview<Difference>>('POST', `${at}/without-write`, strike);
      expect(preview).toMatchObject({ struck: { node: 'seek' }, steps: 3, stopped: null, drifted: [] });
      const removed = { kind: 'removed', value: 'seek' };
      expect(preview.atEnd?.difference).toMatchObject({
        entries: [{ key: 'log', difference: { entries: [{ difference: removed }], same: 3 } }, { key: 'best' }],
      });
    });

    it('leaves an item out of a list, at its step and behind what later steps wrote', async () => {
      const { task, strike, entries } = await ran('loop');
      const preview = await strike({ ...task(2, 'weigh'), channel: 'log' });
      const removed = { kind: 'removed', value: 'weigh 7' };
      expect(preview).toMatchObject({
        struck: { step: 2, node: 'weigh', channels: ['log'] },
        writes: { log: ['weigh 7'] },
        atStep: {
          step: 2,
          difference: { entries: [{ key: 'log', difference: { entries: [{ difference: removed }] } }] },
        },
        atEnd: { step: 4, checkpointId: entries.at(-1)?.checkpointId },
        stopped: null,
        steps: 2,
        next: ['tell'],
        willRun: ['tell', 'rest'],
        runAgain: ['tell', 'rest'],
      });
      expect(preview.atEnd?.difference).toMatchObject({ counts: { added: 0, updated: 0, removed: 1 } });
      expect(preview).toMatchObject({ drifted: [], gone: [], kept: [] });
    });

    it('asks the reducers: what another write outweighs changes nothing, what it does not comes to the fore', async () => {
      const { task, strike, step } = await ran('loop');
      const outweighed = await strike({ ...task(2, 'weigh'), channel: 'best' });
      expect([outweighed.atStep.difference, outweighed.atEnd?.difference]).toEqual([null, null]);
      const best = await strike({ ...task(1, 'seek'), channel: 'best', untilId: step(2).checkpointId });
      const from = (from: number, to: number) => ({
        entries: [{ key: 'best', difference: { kind: 'updated', from, to } }],
      });
      expect(best.atStep.difference).toMatchObject(from(7, 0));
      expect(best.atEnd).toMatchObject({ step: 2, difference: from(7, 5) });
    });

    it('of a value that two steps write, the later write stands', async () => {
      const { task, strike, step } = await ran('loop');
      const early = await strike({ ...task(1, 'seek'), channel: 'note' });
      expect(early.atStep.difference).toMatchObject({ entries: [{ key: 'note', difference: { kind: 'removed' } }] });
      expect(early.atEnd?.difference).toBeNull();
      const late = await strike({ ...task(3, 'tell'), channel: 'note' });
      expect(late.atEnd?.difference).toMatchObject({
        entries: [{ key: 'note', difference: { kind: 'updated', from: 'of tell', to: 'of seek' } }],
      });
      const here = await strike({ ...task(3, 'tell'), channel: 'note', untilId: step(3).checkpointId });
      expect(here).toMatchObject({ atEnd: null, steps: 0 });
    });

    it('of tasks side by side, only the one', async () => {
      const { task, strike } = await ran('fan');
      const { atEnd } = await strike(task(1, 'left'));
      expect(atEnd?.difference).toMatchObject({
        entries: [
          { key: 'log', difference: { entries: [{ difference: { kind: 'removed', value: 'left' } }], same: 2 } },
        ],
      });
    });

    it('forks: the step without it, what was next runs next, and who struck it is told', async () => {
      const { id, at, task, strike, timeline, entries } = await ran('fan');
      const body = task(1, 'left');
      const preview = await strike(body);
      const fork = await server.json<ForkResult>('POST', at('/fork-without'), { ...body, clientId: 'a.tab' });
      expect(fork.next).toEqual(preview.next);
      expect(fork.next).toEqual(['join']);
      const after = await timeline();
      expect(after.entries.slice(0, entries.length)).toEqual(entries);
      expect(after.branches.find(({ branchId }) => branchId === fork.branchId)).toMatchObject({
        name: 'without left',
        isHead: true,
        forkCheckpointId: body.checkpointId,
      });
      const wrote = await server.json<ChangesPage>('GET', at(`/changes?path=log&checkpoint=${fork.checkpointId}`));
      expect(wrote.changes[0]).toMatchObject({
        writer: { kind: 'edit', isFork: true, struck: { node: 'left', step: 1, channels: ['log'] } },
        before: { value: ['left', 'right'] },
        after: { value: ['right'] },
        clientId: 'a.tab',
      });
      const values = await server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: 'fan', input: null });
      expect(values).toMatchObject({ log: ['right', 'join'] });
    });

    it('keeps what a Command wrote at the tip that no step has taken up yet', async () => {
      const { id, at, task } = await ran('picky');
      const run = (body: object) =>
        server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: 'picky', ...body }) as Promise<object>;
      await run({ command: { update: { log: ['by hand'], topic: 'y' } } });
      const { branchId } = await server.json<ForkResult>('POST', at('/fork-without'), task(1, 'seek'));
      const state = await run({ input: null, config: { configurable: { branch: branchId } } });
      expect(state).toMatchObject({ log: ['by hand', 'weighed'], topic: 'y' });
    });

    it('strikes an input, and an edit; a later edit stands as it was, and that is said', async () => {
      const { at, step, task, strike } = await ran('loop', { topic: 'x', log: ['given'] });
      const input = await strike({ ...task(0, '__start__'), channel: 'log' });
      expect(input.atEnd?.difference).toMatchObject({ counts: { removed: 1 } });
      const edit = await server.json<ForkResult>('POST', at('/fork'), {
        checkpointId: step(2).checkpointId,
        values: { log: ['by hand'] },
        asNode: 'weigh',
      });
      const struck = await strike({ checkpointId: edit.checkpointId, channel: 'log' });
      expect(struck).toMatchObject({ struck: { node: null, channels: ['log'] }, next: ['tell'], atEnd: null });
      expect(struck.atStep.difference).toMatchObject({
        entries: [{ key: 'log', difference: { entries: [{ difference: { kind: 'removed', value: 'by hand' } }] } }],
      });
      const over = await strike({ ...task(1, 'seek'), channel: 'log', untilId: edit.checkpointId });
      expect(over.kept).toEqual([{ step: 3, channel: 'log' }]);
      expect(over.atEnd?.difference).toBeNull();
    });

    it('says where it ends: steps saved as one', async () => {
      const { step, task, strike, refusal } = await ran('sparse', { best: 0 });
      const { checkpointId, tasks } = step(3);
      expect(await refusal({ checkpointId, taskId: tasks[0]?.id })).toContain(
        '422 Steps 2 to 3 are saved as one (only milestones were kept, or they were pruned)',
      );
      const one = await strike(task(1, 'one'));
      expect(one).toMatchObject({ atEnd: null, steps: 0 });
      expect(one.stopped).toMatchObject({ step: 3, reason: expect.stringContaining('Steps 2 to 3 are saved as one') });
    });

    it('refuses what was not written, and what is not on the way', async () => {
      const { step, task, refusal } = await ran('loop');
      const weigh = task(2, 'weigh');
      expect(await refusal({ ...weigh, channel: 'note' })).toBe(
        '400 "note" was not written there at step 2. Written were: log, best.',
      );
      expect(await refusal({ ...weigh, untilId: step(1).checkpointId })).toContain('does not come of step 2');
      expect(await refusal({ ...weigh, taskId: 'no-such' })).toContain(
        '400 No task "no-such" made step 2. Its tasks: weigh (',
      );
      expect(await refusal({ checkpointId: weigh.checkpointId })).toContain(
        '400 No edit made step 2. Name one of its tasks',
      );
      expect(await refusal({ checkpointId: 'no-such', taskId: 'x' })).toContain('404 ');
      expect(await refusal(task(4, 'rest'))).toContain('422 Nothing was written to the state at step 4');
      expect(await refusal({ checkpointId: step(-1).checkpointId }, '/fork-without')).toContain(
        '422 Nothing can be struck',
      );
    });

    it('tells when the code is another: reducers that make something else, channels that are gone', async () => {
      const first = await ran('loop');
      await serve({ drifts: true });
      const drifted = await first.strike(first.task(2, 'weigh'));
      expect(drifted.drifted).toEqual(['log']);
      await serve({ gone: true });
      const body = first.task(2, 'weigh');
      expect((await first.strike(body)).gone).toEqual(['log']);
      expect(await first.refusal({ ...body, channel: 'log' })).toContain('the graph no longer has "log"');
      await serve();
    });
  });
}
