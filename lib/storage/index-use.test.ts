import { describe, expect, it } from 'vitest';
import type { TimelineFilter } from '@/engine';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { askedStatements } from './asked-statements';
import type { SqlValue } from './database';
import { PostgresSaver } from './postgres';
import { SqliteSaver } from './sqlite';
import { newPostgresSchema, testPostgresUrl } from './test-databases';
import { createThreadStore } from './thread-store';
import { timelineQuery } from './timeline-rows';

/** How SQLite would find the rows of a page. */
async function planOf(saver: SqliteSaver, filter: TimelineFilter, branchId?: string): Promise<string> {
  const { text, values } = saver.database.sql.compile(
    timelineQuery(saver.database.sql, 'thread', { filter, limit: 50, ...(branchId !== undefined && { branchId }) }),
  );
  const rows = await saver.database.query(`EXPLAIN QUERY PLAN ${text}`, values);
  return rows.map(({ detail }) => String(detail)).join('; ');
}

describe('a page of the timeline', () => {
  it.each([
    ['of a thread', {}, undefined, 'PRIMARY KEY'],
    ['of a branch', {}, 'a branch', 'checkpoints_branch'],
    ['by source', { source: 'update' }, undefined, 'checkpoints_source'],
    ['by step', { step: 37 }, undefined, 'checkpoints_step'],
    ['by node', { node: 'work' }, undefined, 'checkpoints_nodes'],
    ['by milestone', { milestone: true }, undefined, 'checkpoints_metadata'],
    ['by metadata', { metadata: { tag: 'x' } }, undefined, 'checkpoints_metadata'],
  ] as const)('%s is found by an index', async (_, filter, branchId, index) => {
    const saver = SqliteSaver.fromConnString(':memory:');
    const plan = await planOf(saver, filter, branchId);
    expect(plan).toContain(index);
    expect(plan).not.toContain('SCAN checkpoints');
    saver.close();
  });
});

describe('a page of the list of threads', () => {
  it.each([
    ['in the order of changes', {}, []],
    ['by metadata', { metadataText: { team: 'red' } }, []],
    ['by graph and text', { graphId: 'own', text: 'red', sortBy: 'thread_id' }, []],
    ['by status', { status: 'error' }, ['checkpoints', 'runs']],
  ] as const)('%s reads no more than it is found by', async (_, query, tables) => {
    const saver = SqliteSaver.fromConnString(':memory:');
    const asked = askedStatements(saver.database);
    await createThreadStore(saver.database, saver).search({ limit: 50, offset: 0, ...query });
    expect(asked).toHaveLength(1);
    expect(['checkpoints', 'runs'].filter((table) => asked[0]?.text.includes(`"${table}"`))).toEqual(tables);
    saver.close();
  });
});

describe.runIf(testPostgresUrl)('one checkpoint among many on PostgreSQL', () => {
  it('is found by its key before the server has looked at the table', async () => {
    const place = await newPostgresSchema();
    const saver = PostgresSaver.fromConnString(place.url);
    const run = new ThreadRecorder(saver, 'thread');
    await run.step({ count: 0 });
    const steps: (void | Promise<void>)[] = [];
    for (let count = 1; count <= 1_000; count++) {
      const commit = { ...run.prepare({ count }), mayWait: true };
      steps.push(saver.commitStep(commit));
      run.accept(commit);
    }
    await Promise.all(steps);
    await saver.end();
    const reader = PostgresSaver.fromConnString(place.url);
    const asked = askedStatements(reader.database);
    await reader.readTuple({ configurable: { thread_id: 'thread' } });
    await reader.readTuples('thread', [run.tipId]);
    const [tip, named] = asked
      .filter(({ text }) => text.includes('checkpoints'))
      .map(({ text, values }) => ({ text, values }));
    for (const { text, values } of [tip, named] as { text: string; values: SqlValue[] }[]) {
      const plan = (await reader.database.query(`EXPLAIN ${text}`, values))
        .map((row) => String(row['QUERY PLAN']))
        .join('\n');
      expect(plan).toMatch(/Index Cond:.*checkpoint_id = /);
      expect(plan).toMatch(/Index Cond:.*checkpoint_id >= /);
    }
    await reader.end();
    await place.remove();
  });
});
