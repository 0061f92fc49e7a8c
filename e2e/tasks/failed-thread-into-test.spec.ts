import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkThread, startThread } from '../fixtures/made-threads';
import { test } from '../fixtures/own-graphs';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { startTask } from './people-task';

test('a failed thread becomes a test that shows the failure', async ({ page, request, server, directory }) => {
  const threadId = await startThread(request, server.url, 'nested', {});
  await forkThread(request, server.url, threadId, { graphId: 'nested', step: 1, values: { value: 13 } });
  const task = await startTask(page, 'Turn a failed thread into a test');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Failed');
  await debuggerPage.button('Save as test').click();
  const pane = page.getByRole('region', { name: 'Save as test' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pane.getByRole('button', { name: 'Download' }).click(),
  ]);
  await expect(pane.getByRole('status').last()).toHaveText(/^Saved as nested-\w{8}\.test\.ts$/);
  await task.isDone({ clicks: 2, keys: 0, characters: 0 });

  const file = join(directory, 'saved.ts');
  await download.saveAs(file);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain("replay(nested, recording, { execute: ['after'] })");
  expect(text).toContain("errors: [{ node: 'after', error: 'RangeError: 13 is not a number of ours' }]");
});
