import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a card tells what the step under the pointer did, and goes with the pointer', async ({
  page,
  request,
  server,
}) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 3 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 3 of 3/);
  await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step 2 of 3/);
  const head = await debuggerPage.slider.boundingBox();
  const lanes = await page.getByTestId('lanes').boundingBox();
  if (head === null || lanes === null) throw new Error('There is no timeline.');
  const card = page.getByRole('tooltip');
  // The mark of the step lies under the playhead's middle, in the first lane.
  await page.mouse.move(head.x + head.width / 2, lanes.y + 20);
  await expect(card).toContainText(/Step 2.*process/);
  await expect(card).toContainText(/steps_completed.*B/);
  await expect(card).toContainText(/just now|ago/);
  // It only tells: the selection stays.
  await debuggerPage.expectStep(/^step 2 of 3/);
  await page.mouse.move(lanes.x + lanes.width - 20, lanes.y + 20);
  await expect(card).toBeHidden();
});
