import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunnableConfig } from 'retrograph';
import { Command, isInterrupted, MemorySaver, Overwrite } from 'retrograph';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { graph } from './release-notes';

const COMMITS = 2_000;
const root = mkdtempSync(join(tmpdir(), 'release-notes-'));
const repository = join(root, 'large');
const config = { configurable: { thread_id: 'notes' } };

beforeAll(() => {
  vi.stubEnv('INIT_CWD', root);
  execFileSync('git', ['init', '-q', '--initial-branch=main', repository]);
  const { status, stderr } = spawnSync('git', ['-C', repository, 'fast-import', '--quiet'], {
    input: history(COMMITS),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  graph.checkpointer = new MemorySaver();
});

/** A stream for `git fast-import`: every commit changes one file, and the types take turns. */
function history(count: number): string {
  const types = ['feat', 'fix', 'docs', 'chore', 'feat!'];
  return Array.from({ length: count }, (_, index) => {
    const message = `${types[index % types.length]}: change ${index}`;
    return `commit refs/heads/main\ncommitter Ann <ann@example.org> ${1_700_000_000 + index} +0000\ndata ${message.length}\n${message}\nM 100644 inline src/file-${index % 100}.ts\ndata 5\n${String(index).padStart(5, '0')}\n`;
  }).join('');
}

const ask = (input: { repository?: string; range?: string; count?: number }) =>
  graph.invoke({ repository, ...input }, config);
const answer = (decision: 'approve' | 'revise', remark = '') =>
  graph.invoke(new Command({ resume: { decision, remark } }), config);

function questionOf(result: object): unknown {
  return isInterrupted(result) ? result.__interrupt__[0]?.value : undefined;
}

async function snapshotBefore(node: string): Promise<RunnableConfig> {
  for await (const snapshot of graph.getStateHistory(config)) if (snapshot.next[0] === node) return snapshot.config;
  throw new Error(`${node} never ran`);
}

describe('release-notes', () => {
  it('drafts notes from 2,000 commits and asks before it publishes them', async () => {
    const asked = await ask({ count: COMMITS });
    expect(asked.classified).toHaveLength(COMMITS);
    expect(asked.notes).toContain('- change 1999 ');
    expect(questionOf(asked)).toMatchObject({ question: 'Publish these notes?', draft: asked.notes });
    const { published } = await answer('approve');
    expect(readFileSync(published?.path ?? '', 'utf8')).toBe(asked.notes);
    expect(published?.path).toContain(join(root, '.retrograph', 'notes'));
    expect(published?.bytes).toBe(Buffer.byteLength(asked.notes));
  }, 60_000);

  it('asks with a schema from which a form can be made', async () => {
    const asked = await ask({ count: 3 });
    expect(questionOf(asked)).toMatchObject({
      answer_schema: {
        properties: { decision: { enum: ['approve', 'revise'] }, remark: { type: 'string' } },
        required: ['decision'],
      },
    });
  });

  it('takes up every remark in the next draft', async () => {
    await ask({ count: 10 });
    const second = await answer('revise', 'without docs');
    expect(second.notes).not.toContain('## Documentation');
    const third = await answer('revise', 'Thank the translators');
    expect(third.notes).toContain('2 commits left out: docs');
    expect(third.notes).toContain('> Thank the translators');
    expect(third.remarks).toEqual(['without docs', 'Thank the translators']);
  });

  it('publishes each branch to a file of its own', async () => {
    const asked = await ask({ count: 5 });
    const afterClassify = await snapshotBefore('draft');
    const first = await answer('approve');
    const edited = asked.classified.map((entry, index) =>
      index === 0 ? { ...entry, category: 'internal' as const } : entry,
    );
    await graph.updateState(afterClassify, { classified: new Overwrite(edited) });
    await graph.invoke(null, config);
    const second = await answer('approve');
    expect(second.published?.path).not.toBe(first.published?.path);
    expect(readFileSync(first.published?.path ?? '', 'utf8')).toBe(asked.notes);
    expect(readFileSync(second.published?.path ?? '', 'utf8')).toBe(second.notes);
    expect(second.notes).not.toBe(asked.notes);
  });

  it('starts afresh with a new request on the same thread', async () => {
    await ask({ count: 5 });
    await answer('revise', 'shorter');
    const again = await ask({ count: 2 });
    expect(again.classified).toHaveLength(2);
    expect(again).toMatchObject({ remarks: [], published: null });
  });

  it('fails with a clear error that a later request gets past', async () => {
    await expect(ask({ range: 'v9..HEAD' })).rejects.toThrow('has no revision "v9..HEAD"');
    expect((await graph.getState(config)).tasks[0]).toMatchObject({ name: 'collect', status: 'failed' });
    expect((await ask({ range: '', count: 1 })).classified).toHaveLength(1);
  });

  it('offers the categories as a closed set, and asks for nothing that it finds out itself', () => {
    const { input, state } = graph.getSchemas();
    expect(Object.keys(input.properties as object)).toEqual(['repository', 'range', 'count']);
    expect(JSON.stringify(state)).toContain('"enum":["breaking","feature","fix","docs","internal"]');
  });
});
