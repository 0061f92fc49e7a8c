import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a thread of 10,000 checkpoints opens, and one drag leads over all of it', async ({ page, server, request }) => {
  const steps = 9_998;
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: steps });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(new RegExp(`^step ${steps} of ${steps}, .*end`));
  await expect(page.getByText('10,000 checkpoints')).toBeVisible();

  await debuggerPage.button('Show the whole thread').click();
  const box = await page.getByTestId('lanes').boundingBox();
  if (box === null) throw new Error('The timeline has no lanes.');
  await page.mouse.move(box.x + box.width - 80, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 20, { steps: 20 });
  await page.mouse.up();
  await debuggerPage.expectStep(/^step -1 of 9998, input/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 1 of 9998/);
  await expect(debuggerPage.state).toContainText('Completed step 1');
});
