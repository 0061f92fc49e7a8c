import type { Locator, Page } from '@playwright/test';
import type { Server } from '../fixtures/server';
import { expect } from '../fixtures/story';
import type { DebuggerPage } from '../pages/debugger-page';
import { StartPage } from '../pages/start-page';
import { MISFILED, makeWebsite, take, test } from './picture';

test('debugger: a fork beside what it came from', async ({ page, server }) => {
  const debuggerPage = await runOnWebsite(page, server);
  await debuggerPage.scrubBackTo(/node classify/);
  await debuggerPage.button('Add note').click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Dates: filed as internal, but it is a fix.');
  await page.keyboard.press('Control+Enter');
  await correctCategory(debuggerPage);
  await page.getByRole('textbox', { name: 'Name of the branch' }).fill('fix-category');
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.question('review').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(debuggerPage.status).toContainText('Done');
  await page.getByLabel('Branch shown').selectOption({ index: 0 });
  await debuggerPage.scrubBackTo(/node classify/);
  await debuggerPage.tab('State').click();
  await debuggerPage.expand('classified');
  await take(page, 'debugger');
});

test.describe('in the light theme', () => {
  test.use({ colorScheme: 'light' });

  test('edit: what the edit changes, and what runs again', async ({ page, server }) => {
    const debuggerPage = await runOnWebsite(page, server);
    await debuggerPage.scrubBackTo(/node classify/);
    const category = await correctCategory(debuggerPage);
    await category.evaluate((field) => field.scrollIntoView({ block: 'end' }));
    await take(page, 'edit');
  });

  test('question: the notes are shown, and what an answer leads to', async ({ page, server }) => {
    await runOnWebsite(page, server);
    await take(page, 'question');
  });
});

async function runOnWebsite(page: Page, server: Server): Promise<DebuggerPage> {
  const repository = makeWebsite(server.directory);
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('release-notes');
  await start.field('repository').fill(repository);
  const debuggerPage = await start.run();
  await expect(debuggerPage.question('review')).toBeVisible();
  return debuggerPage;
}

async function correctCategory(debuggerPage: DebuggerPage): Promise<Locator> {
  const fields = await debuggerPage.editItem('classified', MISFILED);
  const category = fields.getByLabel('category', { exact: true });
  await category.selectOption('fix');
  await expect(debuggerPage.preview).toContainText('draft');
  return category;
}
