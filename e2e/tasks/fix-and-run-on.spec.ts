import { fileURLToPath } from 'node:url';
import { readCheckpoints } from '../fixtures/api';
import { startThread } from '../fixtures/made-threads';
import { expect, test } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { startTask } from './people-task';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('../fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('a wrong value is mended where it came about, run on, and the original stays as it was', async ({
  page,
  request,
  server,
}) => {
  const threadId = await startThread(request, server.url, 'ledger', {});
  const original = await readCheckpoints(request, server.url, threadId);
  const task = await startTask(page, 'Fix it and run on');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.channel('balance')).toContainText('88');
  await debuggerPage.channel('unit').click();
  await page.keyboard.press('l');
  await debuggerPage.expectStep(/^step 165 of 300/);
  await page.keyboard.press('e');
  const field = page.getByRole('region', { name: 'Channel unit', exact: true }).getByRole('textbox');
  await field.click();
  await field.fill('cents');
  await expect(debuggerPage.preview).toContainText('book');
  await page.keyboard.press('Control+Enter');
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expectStep(/^step 301 of 301, node book, end/);
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.channel('balance')).toContainText(/1,?944/);
  await task.isDone({ clicks: 2, keys: 3, characters: 5 });

  const now = await readCheckpoints(request, server.url, threadId);
  for (const [checkpointId, state] of original) expect(now.get(checkpointId)).toEqual(state);
});
