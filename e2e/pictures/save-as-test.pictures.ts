import { answerQuestion, startThread } from '../fixtures/made-threads';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { take, test } from './picture';

test('save-as-test: a branch as a Vitest file', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'support', {
    question: 'My parcel says delivered, but it is not here.',
  });
  await answerQuestion(request, server.url, threadId, { graphId: 'support', answer: true });
  await page.goto(`${server.url}/threads/${threadId}`);
  await expect(new DebuggerPage(page).status).toContainText('Done');
  await page.keyboard.press('Shift+V');
  const pane = page.getByRole('region', { name: 'Save as test' });
  await pane.getByRole('checkbox', { name: /write/ }).check();
  await expect(pane.getByRole('region', { name: /test\.ts$/ })).toContainText("{ execute: ['write'] }");
  await take(page, 'save-as-test');
});
