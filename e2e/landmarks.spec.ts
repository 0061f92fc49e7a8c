import { answerQuestion, forkThread, startThread } from './fixtures/made-threads';
import { test as ownGraphs } from './fixtures/own-graphs';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('Shift and an arrow go to the next question, and stay at the last', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'approval', { topic: 'cats' });
  const answer = { approved: false, remark: 'shorter' };
  await answerQuestion(request, server.url, threadId, { graphId: 'approval', answer });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 3 of 3, node write, review asks/);
  await page.keyboard.press('Home');
  await debuggerPage.expectStep(/^step -1 of 3/);
  await page.keyboard.press('Shift+ArrowRight');
  await debuggerPage.expectStep(/^step 3 of 3/);
  await page.keyboard.press('Shift+ArrowRight');
  await debuggerPage.expectStep(/^step 3 of 3/);
  await page.keyboard.press('Shift+ArrowLeft');
  await debuggerPage.expectStep(/^step 3 of 3/);
});

ownGraphs('and to a failure, on a branch of its own', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'nested', {});
  await forkThread(request, server.url, threadId, { graphId: 'nested', step: 1, values: { value: 13 } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Failed');
  await page.keyboard.press('Home');
  await debuggerPage.expectStep(/^step -1/);
  await page.keyboard.press('Shift+ArrowRight');
  await debuggerPage.expectStep(/after failed/);
});
