import { expect, test } from '../fixtures/story';
import { forkApproval } from '../fixtures/two-lines';
import { DebuggerPage } from '../pages/debugger-page';
import { startTask } from './people-task';

test('where two branches part is said by the bar, and shown by one key', async ({ page, request, server }) => {
  const { threadId } = await forkApproval(request, server.url, 'better');
  const task = await startTask(page, 'Compare two branches and say where they part');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.slider).toBeVisible();
  await page.keyboard.press('c');
  const bar = page.getByRole('region', { name: 'Comparison' });
  await bar.getByLabel('Compared with').selectOption({ index: 1 });
  await expect(bar.getByRole('status')).toContainText('states differ from step 2: draft');
  await expect(bar.getByRole('status')).toContainText('paths part at step 4: publish here, write there');
  await debuggerPage.slider.focus();
  await page.keyboard.press('d');
  await debuggerPage.expectStep(/^step 2 of .*edit/);
  await expect(debuggerPage.state.getByRole('region', { name: 'Differences' })).toContainText('A better draft.');
  await task.isDone({ clicks: 2, keys: 2, characters: 0 });
});
