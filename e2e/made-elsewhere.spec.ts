import { runElsewhere } from './fixtures/api';
import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('a run and an edit by other clients show in the open page, and say so', async ({ page, request, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  await start.field('delay_ms').fill('0');
  const debuggerPage = await start.run();
  await debuggerPage.expectStep(/^step 5 of 5/);
  const maker = page.getByRole('note', { name: 'Who made this step' });
  await expect(maker).toBeEmpty();
  const { threadId } = debuggerPage;

  const input = { task: 'again', current_step: 1, total_steps: 1 };
  await runElsewhere(request, server.url, { graphId: 'workflow', input, threadId });
  await debuggerPage.expectStep(/^step 8 of 8/);
  await expect(maker).toHaveText('Run by another client');
  await page.keyboard.press('Home');
  await expect(maker).toBeEmpty();
  await page.keyboard.press('End');
  await debuggerPage.expectStep(/^step 8 of 8/);

  await request.post(`${server.url}/api/threads/${threadId}/state`, { data: { values: { total_steps: 2 } } });
  await debuggerPage.expectStep(/^step 9 of 9, edit/);
  await expect(maker).toHaveText('Edited by another client');
});

test('the tab says what the thread does: its title and its icon', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('approval');
  const debuggerPage = await start.run();
  await expect(page).toHaveTitle(/Waiting · approval/);
  const icon = page.locator('link[rel="icon"]').last();
  await expect(icon).toHaveAttribute('href', /^data:image\/svg\+xml/);
  const waiting = await icon.getAttribute('href');

  await debuggerPage.question('review').getByRole('button', { name: 'Yes' }).click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(page).toHaveTitle(/^approval/);
  await expect(page.locator('link[rel="icon"]').last()).not.toHaveAttribute('href', waiting as string);
});
