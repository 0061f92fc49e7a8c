import { describe, expect, it } from 'vitest';
import type { TimelineFilter } from '@/engine';
import { SqliteSaver } from './sqlite';
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
