import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('the working node is lit for who opens the page in the middle of its work, and Stop ends it', async ({
  page,
  server,
}) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  await start.field('delay_ms').fill('60000');
  const debuggerPage = await start.run();
  await expect(debuggerPage.node('process')).toHaveAccessibleName(/running now/);
  await page.reload();
  await expect(debuggerPage.status).toContainText('Running');
  await expect(debuggerPage.node('process')).toHaveAccessibleName(/running now/);

  await debuggerPage.button('Stop').click();
  await expect(debuggerPage.status).toContainText('Stopped');
  await expect(debuggerPage.node('process')).not.toHaveAccessibleName(/running now/);
  await expect(debuggerPage.button('Continue')).toBeVisible();
});
