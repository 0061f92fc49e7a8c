import { test as gatedTest } from './fixtures/gated-graph';
import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('a run goes step by step, up to a step, and by keys; what cannot be done says why', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.button('Continue')).toHaveAccessibleDescription(/the graph ended here/);
  await expect(debuggerPage.button('Pause')).toHaveAccessibleDescription('Nothing runs on this branch.');
  for (const name of ['Continue', 'Pause']) await expect(debuggerPage.button(name)).toBeDisabled();

  await debuggerPage.scrubBackTo(/^step 1 of/);
  await page.keyboard.press('F9');
  await expect(page.getByText('Only one step is run.')).toBeVisible();
  await debuggerPage.button('Step now').click();
  // The branch begins with a copy of the step that it leaves.
  await debuggerPage.expectStep(/^step 3 of 3, node process/);
  await expect(debuggerPage.status).toContainText('Stopped');
  await debuggerPage.button('Step').click();
  await debuggerPage.expectStep(/^step 4 of 4, node process/);

  await debuggerPage.button('Run to…').click();
  await page.getByRole('form', { name: 'Run to a step' }).getByRole('textbox').fill('5');
  await debuggerPage.button('Run to the step').click();
  await debuggerPage.expectStep(/^step 5 of 5/);
  await expect(debuggerPage.status).toContainText('held at step 5');
  await expect(debuggerPage.button('Continue')).toBeEnabled();
  await page.keyboard.press('F8');
  await expect(debuggerPage.status).toContainText('Done');
});

gatedTest('a pause lets the step finish, and the run goes on from there', async ({ page, server, letEnd }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('gated');
  const debuggerPage = await start.run();
  const work = debuggerPage.node('work');
  await expect(work).toHaveAccessibleName(/running now/);
  const asked = page.waitForResponse('**/pause');
  await debuggerPage.button('Pause').click();
  await asked;
  await expect(work).toHaveAccessibleName(/running now/);
  letEnd(1);
  await expect(debuggerPage.status).toContainText('paused');
  await debuggerPage.expectStep(/^step 1 of 1, node work/);
  await page.reload();
  await expect(debuggerPage.status).toContainText('paused');
  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.status).toContainText('Running');
  await expect(work).toHaveAccessibleName(/running now/);
  await page.keyboard.press('Shift+F8');
  await expect(debuggerPage.status).toContainText('stopped by hand');
});
