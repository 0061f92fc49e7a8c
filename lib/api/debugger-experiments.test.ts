import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { Experiment, ExperimentEvent, ExperimentList, ExperimentRequest } from '@/lib/contracts/experiment';
import type { ErrorAnswer } from '@/lib/contracts/protocol-answers';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

const databases = [
  { name: 'SQLite', open: async () => newSqliteFile(), scheme: 'file:', isThere: true },
  { name: 'PostgreSQL', open: newPostgresSchema, scheme: '', isThere: testPostgresUrl !== undefined },
];

for (const { name, open, scheme, isThere } of databases) {
  describe.skipIf(!isThere)(`experiments on ${name}`, () => {
    let database: TestDatabase;
    let server: TestServer;
    let id = '';
    let count = 0;
    beforeAll(async () => {
      database = await open();
      server = await openTestServer(undefined, { databaseUrl: `${scheme}${database.url}` });
    });
    afterAll(async () => {
      await server.close();
      await database.remove();
    });

    /** Runs a new thread to its end; answers the timeline, and the checkpoint before a node. */
    async function made(assistant_id: string, input: object, node: string, config: object = {}) {
      id = `t${++count}`;
      await server.json('POST', `/threads/${id}/runs/wait`, { assistant_id, input, config, if_not_exists: 'create' });
      const before = await timeline();
      return { before, checkpointId: before.entries.find(({ next }) => next.includes(node))?.checkpointId as string };
    }
    const timeline = () => server.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);
    const at = (path = '') => `/debugger/threads/${id}/experiments${path}`;
    const start = (body: ExperimentRequest) => server.json<Experiment>('POST', at(), body);
    async function follow({ experimentId }: Experiment, query = ''): Promise<ExperimentEvent[]> {
      const text = await (await server.send('GET', at(`/${experimentId}/follow${query}`))).text();
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ExperimentEvent);
    }
    async function ended(body: ExperimentRequest, query = ''): Promise<Experiment> {
      const last = (await follow(await start(body), query)).at(-1);
      if (last?.type !== 'end') throw new Error(JSON.stringify(last));
      return last.experiment;
    }

    it('what if: each edit is a branch beside the original, which stays as it was, and so does the head', async () => {
      const { before, checkpointId } = await made('workflow', { task: 'x', total_steps: 3 }, 'process');
      const edits = [null, { total_steps: 2 }, { total_steps: 1 }, { nope: 1 }];
      const done = await ended({ checkpointId, edits, concurrency: 2 });
      expect(done).toMatchObject({ kind: 'what-if', status: 'done', edits });
      expect(done.rows.map(({ name, status, steps }) => [name, status, steps])).toEqual([
        ['what if 1', 'done', 3],
        ['what if 2', 'done', expect.any(Number)],
        ['what if 3', 'done', expect.any(Number)],
        ['what if 4', 'failed', null],
      ]);
      expect(done.rows[3]).toMatchObject({ branchId: null, reason: expect.stringContaining('nope') });
      expect(done.ends.groups.map(({ rows }) => rows)).toEqual([[1], [2], [3]]);
      expect(done.ends.varying.map(({ key }) => key)).toContain('total_steps');
      const after = await timeline();
      expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);
      expect(after.branches.slice(0, 1)).toEqual(before.branches);
      expect(
        after.branches
          .slice(1)
          .map((branch) => branch.name)
          .sort(),
      ).toEqual(['what if 1', 'what if 2', 'what if 3']);
      const control = await server.json('POST', `/debugger/threads/${id}/differences`, {
        checkpointId: done.rows[0]?.endCheckpointId,
        baseId: before.entries.at(-1)?.checkpointId,
      });
      expect(control).toEqual({ difference: null });
    });

    it('again: the same state so many times, ends that are equal in one group', async () => {
      const { checkpointId } = await made('workflow', { task: 'x', total_steps: 2 }, 'process');
      const done = await ended({ checkpointId, times: 6, concurrency: 6 });
      expect(done.ends.groups).toEqual([{ outcome: 'done', rows: [1, 2, 3, 4, 5, 6] }]);
      expect(done.ends.varying).toEqual([]);
      expect(done.edits).toBeNull();
      expect(done.rows.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `again ${number}`));
      expect((await timeline()).branches).toHaveLength(7);
    });

    it('numbers on: no two branches are named alike, of experiments at once neither', async () => {
      const { checkpointId } = await made('workflow', { task: 'x', total_steps: 1 }, 'process');
      const body = { checkpointId, edits: [null, { task: 'y' }], concurrency: 1 };
      await Promise.all([ended(body), ended(body)]);
      await ended({ checkpointId, times: 2 });
      await ended({ ...body, edits: [null] });
      const names = (await timeline()).branches.slice(1).map(({ name }) => name);
      expect(names.sort()).toEqual(['again 1', 'again 2', ...[1, 2, 3, 4, 5].map((number) => `what if ${number}`)]);
    });

    it('goes on from the first checkpoint, and from the tip of the head, on branches of their own', async () => {
      const { before } = await made('workflow', { task: 'x', total_steps: 2 }, 'process');
      const [first, last] = [before.entries[0], before.entries.at(-1)];
      expect((await ended({ checkpointId: first?.checkpointId ?? '', times: 2 })).ends.groups[0]?.rows).toEqual([1, 2]);
      const atEnd = await ended({ checkpointId: last?.checkpointId ?? '', times: 2 });
      expect(atEnd.rows.map(({ status, steps }) => [status, steps])).toEqual(Array(2).fill(['done', 0]));
      const after = await timeline();
      expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);
      expect(after.branches).toHaveLength(5);
    });

    it('two at once: nobody who reads meanwhile finds another head', async () => {
      const { before, checkpointId } = await made('workflow', { task: 'x', total_steps: 2 }, 'process');
      const heads: string[] = [];
      let isOver = false;
      const reader = (async () => {
        while (!isOver) {
          await setTimeout(5);
          const { branches } = await timeline();
          heads.push(...branches.filter(({ isHead }) => isHead).map(({ branchId }) => branchId));
        }
      })();
      const orders = [{ times: 6 }, { edits: [{ total_steps: 1 }, null, { total_steps: 3 }] }];
      await Promise.all(orders.map((order) => ended({ checkpointId, concurrency: 3, ...order })));
      isOver = true;
      await reader;
      expect(new Set(heads)).toEqual(new Set([before.branches[0]?.branchId]));
      expect((await timeline()).branches).toHaveLength(10);
    });

    it('does not compare the ids of messages, nor what is left out', async () => {
      const { checkpointId } = await made('chat', { messages: [] }, 'model');
      const again = await ended({ checkpointId, times: 2 });
      expect(again.ends.groups.map(({ rows }) => rows)).toEqual([[1, 2]]);
      const { checkpointId: fork } = await made('workflow', { task: 'x', total_steps: 2 }, 'process');
      const edits = [{ task: 'a' }, { task: 'b' }];
      expect((await ended({ checkpointId: fork, edits })).ends.varying.map(({ key }) => key)).toEqual(['task']);
      const without = await ended({ checkpointId: fork, edits }, '?leaveOut=task');
      expect(without.ends).toMatchObject({ varying: [], groups: [{ rows: [1, 2] }], leftOut: ['task'] });
    });

    it('tells failures with their reason and their branch, and questions', async () => {
      const { checkpointId } = await made('flaky', { ok: true }, 'boom');
      const { rows, ends } = await ended({ checkpointId, edits: [{ ok: false }, { ok: true }, { ok: false }] });
      expect(rows.map(({ status }) => status)).toEqual(['failed', 'done', 'failed']);
      expect(rows[0]).toMatchObject({ reason: 'TypeError: boom: not ok', branchId: expect.any(String) });
      expect(ends.groups).toEqual([
        { outcome: 'failed: TypeError: boom: not ok', rows: [1, 3] },
        { outcome: 'done', rows: [2] },
      ]);
      const draft = await made('approval', { topic: 'x' }, 'write_draft');
      const asked = await ended({ checkpointId: draft.checkpointId, edits: [{ topic: 'y' }] });
      expect(asked.rows[0]).toMatchObject({ status: 'waiting', reason: expect.stringContaining('Draft about y') });
    });

    it('is cancelled: what runs stops, what has not begun makes no branch, what has finished stays', async () => {
      const { checkpointId } = await made('workflow', { task: 'x', total_steps: 2 }, 'process');
      const slow = { delay_ms: 20_000 };
      const edits = [null, slow, slow, slow, null];
      const begun = await start({ checkpointId, edits, concurrency: 2 });
      const now = () => server.json<Experiment>('GET', at(`/${begun.experimentId}`));
      await expect
        .poll(async () => (await now()).rows.map(({ runId }) => runId !== null), { timeout: 20_000 })
        .toEqual([true, true, true, false, false]);
      const { status, rows } = await server.json<Experiment>('POST', at(`/${begun.experimentId}/cancel`));
      expect(status).toBe('cancelled');
      expect(rows.map((row) => row.status)).toEqual(['done', 'stopped', 'stopped', 'unstarted', 'unstarted']);
      expect(rows[1]?.reason).toBe('cancelled');
      expect((await timeline()).branches).toHaveLength(4);
      expect(await server.json<Experiment>('POST', at(`/${begun.experimentId}/cancel`))).toMatchObject({ rows });
    });

    it('says whose branch was deleted since, and still compares what it read of its end', async () => {
      const { checkpointId } = await made('workflow', { task: 'x', total_steps: 1 }, 'process');
      const done = await ended({ checkpointId, edits: [null, { task: 'y' }] });
      await server.json('DELETE', `/debugger/threads/${id}/branches/${done.rows[1]?.branchId}`);
      const { rows, ends } = await server.json<Experiment>('GET', at(`/${done.experimentId}`));
      expect(rows.map(({ isDeleted }) => isDeleted)).toEqual([false, true]);
      expect(ends).toEqual(done.ends);
    });

    it('runs with a policy that its rows share, and never more at once than asked for', async () => {
      const { checkpointId } = await made('fanout', { items: ['a', 'b'] }, 'plan');
      const work = { do: 'mock' as const, update: { results: ['mocked'] } };
      const begun = await start({
        checkpointId,
        times: 5,
        concurrency: 1,
        run: { replay_policy: { nodes: { work } } },
      });
      const events = await follow(begun);
      let running = new Set<number>();
      let most = 0;
      for (const event of events) {
        if (event.type !== 'row') continue;
        running = new Set([...running].filter((row) => row !== event.row.row));
        if (event.row.status === 'running') running.add(event.row.row);
        most = Math.max(most, running.size);
      }
      expect(most).toBe(1);
      const { rows } = (await server.json<ExperimentList>('GET', at())).experiments[0] as Experiment;
      const { states } = await server.json<{ states: { values: object }[] }>('POST', `/debugger/threads/${id}/states`, {
        checkpointIds: [rows[4]?.endCheckpointId],
      });
      expect(states[0]?.values).toMatchObject({ results: ['mocked', 'mocked', 'joined 2'] });
    });

    it('refuses what it cannot do, and says why', async () => {
      const { checkpointId } = await made('workflow', { task: 'x' }, 'process');
      const send = async (method: string, path: string, body?: unknown) => {
        const answer = await server.send(method, path, body);
        return [answer.status, ((await answer.json()) as ErrorAnswer).message];
      };
      const refused = (body: object) => send('POST', at(), body);
      expect(await refused({ checkpointId, times: 101 })).toEqual([400, expect.stringContaining('at most 100')]);
      expect(await refused({ checkpointId, edits: Array(51).fill({}) })).toEqual([
        400,
        expect.stringContaining('at most 50 rows'),
      ]);
      expect(await refused({ checkpointId, times: 2, concurrency: 17 })).toEqual([
        400,
        expect.stringContaining('at most 16'),
      ]);
      expect(await refused({ checkpointId })).toEqual([400, expect.stringContaining('either "edits" or "times"')]);
      expect(await refused({ checkpointId, times: 2, edits: [{}] })).toEqual([400, expect.stringContaining('either')]);
      expect(await refused({ checkpointId, times: 2, asNode: 'x' })).toEqual([
        400,
        expect.stringContaining('"edits" only'),
      ]);
      expect(await refused({ checkpointId: 'zzz', times: 2 })).toEqual([
        404,
        expect.stringContaining('no checkpoint "zzz"'),
      ]);
      expect(await send('POST', '/debugger/threads/none/experiments', { checkpointId, times: 1 })).toEqual([
        404,
        expect.stringContaining('no thread "none"'),
      ]);
      expect(await send('GET', at('/zzz'))).toEqual([404, expect.stringContaining('no experiment "zzz"')]);
      const { experimentId, server: asked } = await ended({ checkpointId, times: 1 });
      // Another server on the same database would not know it: answers name whose they are.
      expect(await send('GET', at('/zzz'))).toEqual([404, expect.stringContaining(`answers, ${asked}, has no`)]);
      expect(await server.json('GET', at())).toMatchObject({ server: asked });
      expect(await send('GET', at(`/${experimentId}?leaveOut=*`))).toEqual([
        400,
        expect.stringContaining('names no key'),
      ]);
    });
  });
}
