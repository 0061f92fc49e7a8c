import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const INPUT = { task: 'more', current_step: 1, total_steps: 1 };

test('what arrives never moves a view that a person moved; the right edge, or Return to live, follows again', async ({
  page,
  request,
  server,
}) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 200 });
  const runOn = async () => {
    const data = { assistant_id: 'workflow', input: INPUT };
    await request.post(`${server.url}/api/threads/${threadId}/runs/wait`, { data });
  };
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  const window = page.getByRole('slider', { name: 'Overview window' });
  await debuggerPage.expectStep(/^step 200 of 200/);
  await expect(window).toHaveAttribute('aria-valuetext', /to step 200$/);
  await runOn();
  await debuggerPage.expectStep(/^step 203 of 203/);
  await expect(window).toHaveAttribute('aria-valuetext', /to step 203$/);

  const lanes = page.getByTestId('lanes');
  await lanes.hover({ position: { x: 300, y: 60 } });
  await page.mouse.wheel(-900, 0);
  await expect(window).not.toHaveAttribute('aria-valuetext', /to step 203$/);
  const held = (await window.getAttribute('aria-valuetext')) ?? '';
  await runOn();
  await debuggerPage.expectStep(/^step 206 of 206/);
  await expect(window).toHaveAttribute('aria-valuetext', held);

  await lanes.hover({ position: { x: 300, y: 60 } });
  await page.mouse.wheel(20_000, 0);
  await expect(window).toHaveAttribute('aria-valuetext', /to step 206$/);
  await runOn();
  await debuggerPage.expectStep(/^step 209 of 209/);
  await expect(window).toHaveAttribute('aria-valuetext', /to step 209$/);

  await page.mouse.wheel(-900, 0);
  await page.keyboard.press('Home');
  await debuggerPage.expectStep(/^step -1 of 209/);
  await runOn();
  await debuggerPage.expectStep(/^step -1 of 212/);
  await expect(window).toHaveAttribute('aria-valuetext', /^step -1 to/);
  await debuggerPage.button('Return to live').click();
  await debuggerPage.expectStep(/^step 212 of 212/);
  await expect(window).toHaveAttribute('aria-valuetext', /to step 212$/);
});
