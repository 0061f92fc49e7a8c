import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';

const MOST_TABS = 120;

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} presses of Tab do not lead to ${target}`);
}

test('scrubbing and forking need no mouse', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await tabTo(page, start.card('workflow').getByRole('link', { name: 'New thread of workflow' }));
  await page.keyboard.press('Enter');
  await tabTo(page, start.field('task'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**/threads/*');

  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.expectStep(/^step 5 of 5/);
  await page.keyboard.press('Home');
  await debuggerPage.expectStep(/^step -1 of 5, input/);
  for (const step of [0, 1, 2]) {
    await page.keyboard.press('ArrowRight');
    await debuggerPage.expectStep(new RegExp(`^step ${step} of 5`));
  }

  await tabTo(page, debuggerPage.button('Edit & fork'));
  await page.keyboard.press('Enter');
  const totalSteps = page
    .getByRole('region', { name: 'Channel total_steps' })
    .getByLabel('total_steps', { exact: true });
  await tabTo(page, totalSteps);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await expect(debuggerPage.preview).toContainText(/Runs next:\s*process/);
  await page.keyboard.press('Control+Enter');
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expectStep(/^step 4 of 4, node process, end/);

  await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step 3 of 4, edit/);
  await page.keyboard.press('ArrowUp');
  await debuggerPage.expectStep(/^step 3 of 5, node process/);
  await page.keyboard.press('End');
  await debuggerPage.expectStep(/^step 5 of 5, node process, end/);
});

test('what is typed into an edited text stands where it was typed, however fast', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.card('workflow').getByRole('link', { name: 'New thread of workflow' }).click();
  await start.field('task').fill('to sort');
  await page.keyboard.press('Control+Enter');
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Done');

  await debuggerPage.button('Edit & fork').click();
  const task = page.getByRole('region', { name: 'Channel task' }).getByLabel('task', { exact: true });
  await task.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('All the letters of last week are ');
  await expect(task).toHaveValue('All the letters of last week are to sort');
});
