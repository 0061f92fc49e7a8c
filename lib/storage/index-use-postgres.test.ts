import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelineFilter } from '@/engine';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { askedStatements } from './asked-statements';
import { PostgresSaver } from './postgres';
import type { TestDatabase } from './test-databases';
import { newPostgresSchema, testPostgresUrl } from './test-databases';

// The plans are PostgreSQL's own choice, made with what it knows of tables that it has looked at: it leaves an index aside
// that finds no less than it would read anyway. So there are many steps, and few of them are what a filter looks for.

const THREADS = 4;
const STEPS = 2_000;
const ASKED = 'thread 1';
const RARE = { node: 'rare', metadata: { tag: 'x', milestone: true } };

/** @returns the branch of the asked thread that has one rare step and no other, an edit */
async function fill(saver: PostgresSaver): Promise<string> {
  let rareBranch = '';
  for (let thread = 0; thread < THREADS; thread++) {
    const run = new ThreadRecorder(saver, `thread ${thread}`);
    await run.step({ count: 0 });
    const saved: (void | Promise<void>)[] = [];
    for (let count = 1; count <= STEPS; count++) {
      const commit = { ...run.prepare({ count }), mayWait: true };
      saved.push(saver.commitStep(commit));
      run.accept(commit);
    }
    await Promise.all(saved);
    const fork = await run.forkAt(run.tipId);
    await fork.step({ count: -1 }, RARE);
    if (run.threadId === ASKED) rareBranch = fork.branchId;
  }
  return rareBranch;
}

describe.runIf(testPostgresUrl)('on PostgreSQL, among thousands of steps,', () => {
  let place: TestDatabase;
  let saver: PostgresSaver;
  let rareBranch: string;

  beforeAll(async () => {
    place = await newPostgresSchema();
    saver = PostgresSaver.fromConnString(place.url);
    rareBranch = await fill(saver);
    await saver.database.query('ANALYZE', []);
  });

  afterAll(async () => {
    await saver.end();
    await place.remove();
  });

  /** Of the first statement that `read` runs. */
  const planOf = async (read: () => Promise<unknown>) => {
    const asked = askedStatements(saver.database);
    await read();
    const [{ text = '', values = [] } = {}] = asked;
    const rows = await saver.database.query(`EXPLAIN ${text}`, values);
    return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
  };
  const expectFoundBy = (plan: string, index: string) => {
    expect(plan).toMatch(new RegExp(`Scan( Backward)? (using|on) ${index}\\b`));
    expect(plan).not.toContain('Seq Scan on checkpoints ');
  };

  it.each([
    ['in order', {}, 'checkpoints_key'],
    ['by source', { source: 'update' }, 'checkpoints_source'],
    ['by step', { step: 37 }, 'checkpoints_step'],
    ['by node', { node: 'rare' }, 'checkpoints_nodes'],
    ['by milestone', { milestone: true }, 'checkpoints_metadata'],
    ['by metadata', { metadata: { tag: 'x' } }, 'checkpoints_metadata'],
  ] satisfies [string, TimelineFilter, string][])(
    'a page of the timeline %s is found by an index',
    async (_, filter, index) => {
      expectFoundBy(await planOf(() => saver.readTimeline(ASKED, { filter, limit: 50 })), index);
    },
  );

  it('a page of the timeline of a branch is found by an index', async () => {
    const plan = await planOf(() => saver.readTimeline(ASKED, { branchId: rareBranch, limit: 50 }));
    expectFoundBy(plan, 'checkpoints_branch');
  });

  it.each([
    ['in order', {}, 'checkpoints_key'],
    ['by source', { source: 'update' }, 'checkpoints_source'],
    ['by step', { step: 37 }, 'checkpoints_step'],
    ['by milestone', { milestone: true }, 'checkpoints_metadata'],
    ['by metadata', { tag: 'x' }, 'checkpoints_metadata'],
  ])('a page of the history %s is found by an index', async (_, filter, index) => {
    const config = { configurable: { thread_id: ASKED, checkpoint_ns: '' } };
    expectFoundBy(await planOf(() => saver.list(config, { filter }).next()), index);
  });
});
