import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a thread plays from its start to its end, is paused with Space, and stops where a person takes over', async ({
  page,
  server,
  request,
}) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 30 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 30 of 30/);

  const speed = page.getByRole('combobox', { name: 'Speed of the play' });
  // So far from the start that Home, pressed a step before it, is a move.
  const underWay = /^step ([2-9]|[12][0-9]) of 30/;
  await speed.selectOption('0.5×');
  await debuggerPage.slider.focus();
  await page.keyboard.press('Space');
  await debuggerPage.expectStep(underWay);
  await page.keyboard.press('Space');
  await expect(debuggerPage.button('Play the steps')).toBeVisible();
  await debuggerPage.expectStep(underWay);
  await page.keyboard.press('ArrowLeft');
  await debuggerPage.button('Play the steps').click();
  await expect(debuggerPage.button('Pause the play')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(debuggerPage.button('Play the steps')).toBeVisible();
  await debuggerPage.expectStep(/^step -1 of 30/);

  await speed.selectOption('4×');
  await debuggerPage.button('Play the steps').click();
  await debuggerPage.expectStep(/^step 30 of 30, node process, end/);
  await expect(debuggerPage.button('Play the steps')).toBeVisible();
});
