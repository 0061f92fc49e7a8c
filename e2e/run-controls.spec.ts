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
  await page.keyboard.press('F8');
  await expect(debuggerPage.status).toContainText('Done');
});

test('a pause lets the step finish, and the run goes on from there', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  await start.field('delay_ms').fill('6000');
  const debuggerPage = await start.run();
  await expect(debuggerPage.node('process')).toHaveAccessibleName(/running now/);
  await debuggerPage.button('Pause').click();
  await expect(debuggerPage.status).toContainText('paused');
  await debuggerPage.expectStep(/node process/);
  await page.reload();
  await expect(debuggerPage.status).toContainText('paused');
  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.node('process')).toHaveAccessibleName(/running now/);
  await page.keyboard.press('Shift+F8');
  await expect(debuggerPage.status).toContainText('stopped by hand');
});
