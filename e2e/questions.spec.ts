import type { Page } from '@playwright/test';
import { test } from './fixtures/own-graphs';
import type { Server } from './fixtures/server';
import { expect } from './fixtures/story';
import { StartPage } from './pages/start-page';

/** A run that waits for the answers of two nodes. */
async function askBoth(page: Page, server: Server) {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('pair');
  const debuggerPage = await start.run();
  const question = (node: string) => page.getByRole('group', { name: `Question of ${node}` });
  return { debuggerPage, left: question('left'), right: question('right') };
}

test('two questions are answered one at a time; what is begun survives a look elsewhere', async ({ page, server }) => {
  const { debuggerPage, left, right } = await askBoth(page, server);
  await left.getByLabel('Your answer').fill('downhill');
  await right.getByLabel('metres').fill('12');
  await expect(right).toContainText('right gets {"metres":12}');
  await debuggerPage.tab('Diff').focus();
  await page.getByRole('slider', { name: 'Timeline' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await expect(left.getByLabel('Your answer')).toHaveValue('downhill');

  await right.getByRole('button', { name: 'Answer only this' }).click();
  await expect(debuggerPage.question('left').getByLabel('Your answer')).toHaveValue('downhill');
  await expect(debuggerPage.status).toContainText('Waiting for an answer');
  await debuggerPage.button('Answer').click();
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.expand('answers');
  await expect(debuggerPage.state).toContainText('joined 2');
});

test('two questions are answered at once, and in the past once more on a branch', async ({ page, server }) => {
  const { debuggerPage, left, right } = await askBoth(page, server);
  const fill = async (way: string, metres: string) => {
    await expect(page.getByText('one goes on waiting')).toBeVisible();
    await left.getByLabel('Your answer').fill(way);
    await right.getByLabel('metres').fill(metres);
    await debuggerPage.button('Send all 2 answers').click();
    await expect(debuggerPage.status).toContainText('Done');
  };
  await fill('downhill', '3');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.button('Answer differently').click();
  await expect(page.getByText('These questions lie in the past: answering makes a branch.')).toBeVisible();
  await fill('uphill', '4');
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expand('answers');
  await expect(debuggerPage.state).toContainText('left uphill');
});
