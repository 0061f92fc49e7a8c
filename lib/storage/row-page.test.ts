import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, it } from 'vitest';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { SqliteSaver } from './sqlite';

it('a timeline is read as well from a file that another program set up for UTF-16', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'retrograph-utf16-'));
  const file = join(folder, 'shared.db');
  const other = new Libsql(file);
  other.exec("PRAGMA encoding = 'UTF-16le'");
  other.exec('CREATE TABLE theirs (a)');
  other.close();

  const saver = SqliteSaver.fromConnString(file);
  const run = new ThreadRecorder(saver, 'thread');
  const root = await run.step({ a: 0 });
  const commit = run.prepare({ ä: 1 }, { node: 'nöd' });
  await saver.commitStep(commit);
  const rows = await saver.readTimeline('thread', { limit: 10 });
  saver.close();
  rmSync(folder, { recursive: true });
  expect(rows.map(({ checkpointId }) => checkpointId)).toEqual([root, commit.checkpointId]);
  expect(rows[1]).toMatchObject({ parentId: root, tasks: commit.tasks, changed: [{ channel: 'ä' }] });
});
