import { fileURLToPath } from 'node:url';
import { startThread } from '../fixtures/made-threads';
import { expect, test } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { startTask } from './people-task';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('../fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

/** 300 steps; the unit is wrong from step 165 on, and the balance with it. */
const WRONG_SINCE = /^step 165 of 300, node read/;

test('the step where a value went wrong is found by asking who wrote it', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'ledger', {});
  const task = await startTask(page, 'Find where it went wrong, by who wrote it');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.channel('unit').click();
  await debuggerPage.pickedValue.getByRole('button', { name: 'Written at step 165 by read' }).click();
  await debuggerPage.expectStep(WRONG_SINCE);
  await expect(debuggerPage.channel('unit')).toContainText('euros');
  await task.isDone({ clicks: 2, keys: 0, characters: 0 });
});

test('the step where a value went wrong is reached by the key for its last change', async ({
  page,
  request,
  server,
}) => {
  const threadId = await startThread(request, server.url, 'ledger', {});
  const task = await startTask(page, 'Find where it went wrong, by L');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.channel('unit').click();
  await page.keyboard.press('l');
  await debuggerPage.expectStep(WRONG_SINCE);
  await task.isDone({ clicks: 1, keys: 1, characters: 0 });
});

test('the step where the state went wrong is found by what is wrong about it', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'ledger', {});
  const task = await startTask(page, 'Find where it went wrong, by an expression');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 300 of 300/);
  await page.keyboard.press('/');
  const bar = page.getByRole('search', { name: 'Find over history' });
  await bar.getByLabel('Expression').fill('unit != "cents" or balance > row * 20');
  await expect(bar.getByRole('status')).toContainText('136 hits of');
  await debuggerPage.button('First hit').click();
  await debuggerPage.expectStep(WRONG_SINCE);
  await task.isDone({ clicks: 1, keys: 1, characters: 37 });
});
