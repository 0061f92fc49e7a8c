import { startThread } from '../fixtures/made-threads';
import { test } from '../fixtures/own-graphs';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { startTask } from './people-task';

test('two questions that wait are answered together, and the run goes on', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'pair', {});
  const task = await startTask(page, 'Answer two questions');
  await task.open(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  const left = page.getByRole('group', { name: 'Question of left' }).getByLabel('Your answer');
  await left.click();
  await left.fill('downhill');
  const right = page.getByRole('group', { name: 'Question of right' }).getByLabel('metres');
  await right.click();
  await right.fill('12');
  await debuggerPage.button('Send all 2 answers').click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.channel('answers')).toContainText('3');
  await task.isDone({ clicks: 3, keys: 0, characters: 10 });
});
