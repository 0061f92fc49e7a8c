import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('a reload in the middle of everything shows the same again', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('approval');
  const debuggerPage = await start.run();
  await expect(debuggerPage.question('review')).toBeVisible();
  await page.reload();
  await expect(debuggerPage.question('review')).toBeVisible();

  // While one looks at the past, with a node's details, a pinned step to compare with, and the clock.
  await debuggerPage.scrubBackTo(/^step 0 of/);
  await debuggerPage.tab('Diff').click();
  await debuggerPage.button('Pin this step').click();
  await expect(page).toHaveURL(/[?&]checkpoint=/);
  const pinned = new RegExp(`[?&]checkpoint=${new URL(page.url()).searchParams.get('checkpoint')}`);
  await page.keyboard.press('ArrowRight');
  await debuggerPage.node('write').click();
  await debuggerPage.button('Clock').click();
  const seen = async () => {
    await debuggerPage.expectStep(/^step 1 of 1, node write/);
    await expect(debuggerPage.tab('Diff')).toHaveAttribute('aria-selected', 'true');
    await expect(debuggerPage.state).toContainText('pinned step 0');
    await expect(debuggerPage.nodeDetails('write')).toBeVisible();
    await expect(debuggerPage.button('Clock')).toHaveAttribute('aria-pressed', 'true');
  };
  await seen();
  // The address follows a moment later, once the keys rest.
  await expect(page).not.toHaveURL(pinned);
  await page.reload();
  await seen();

  // While the form is open, and when the fork is there and waits.
  await page.keyboard.press('Escape');
  await debuggerPage.button('Edit & fork').click();
  await page.reload();
  const draft = page.getByRole('region', { name: 'Channel draft' }).getByLabel('draft', { exact: true });
  await draft.fill('Mine');
  await expect(debuggerPage.preview).toContainText('Runs next');
  await debuggerPage.button('Fork').click();
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expectStep(/edit/);
  await page.reload();
  await debuggerPage.expectStep(/edit/);
  await expect(debuggerPage.status).toContainText('Stopped');
  const begun = page.waitForResponse('**/runs');
  await debuggerPage.button('Continue').click();
  await begun;
  await page.reload();
  await expect(debuggerPage.question('review')).toBeVisible();
  await expect(debuggerPage.branches).toHaveCount(2);
});
