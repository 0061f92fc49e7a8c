import { answerQuestion, startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('wall-clock time collapses the time in which nothing ran, opens it, and is remembered', async ({
  page,
  server,
  request,
}) => {
  const threadId = await startThread(request, server.url, 'approval', { topic: 'cats' });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  const askedMs = Date.now();
  await debuggerPage.expectStep(/asks/);
  // The time that a person took is what is idle; more than a fifth of a second.
  await expect.poll(() => Date.now() - askedMs).toBeGreaterThan(300);
  await answerQuestion(request, server.url, threadId, { graphId: 'approval', answer: { approved: true } });
  await debuggerPage.expectStep(/, end$/);

  await debuggerPage.button('Clock').click();
  const gap = page.getByRole('button', { name: /of idle time$/ });
  await expect(gap).toHaveAttribute('aria-expanded', 'false');
  const window = page.getByRole('slider', { name: 'Overview window' });
  const collapsed = Number(await window.getAttribute('aria-valuemax'));
  await gap.click();
  await expect(gap).toHaveAttribute('aria-expanded', 'true');
  await expect.poll(async () => Number(await window.getAttribute('aria-valuemax'))).toBeGreaterThan(collapsed);

  await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step \d of \d/);
  await page.reload();
  await expect(debuggerPage.button('Clock')).toHaveAttribute('aria-pressed', 'true');
  await debuggerPage.button('Steps').click();
  await expect(gap).toHaveCount(0);
});
