import { test } from './fixtures/own-graphs';
import { expect } from './fixtures/story';
import type { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';

test('forks are made twice, of a fork, while held, and a failed one stays with its reason', async ({
  page,
  server,
}) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('nested');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');
  const edit = async (value: string) => {
    await debuggerPage.button('Edit & fork').click();
    await page.getByRole('region', { name: 'Channel value', exact: true }).getByRole('textbox').fill(value);
  };
  const fork = async (value: string, branches: number) => {
    await edit(value);
    await debuggerPage.button('Fork & run').click();
    // The form goes when the new branch is shown; what is known of it may come before.
    await expect(debuggerPage.preview).toBeHidden();
    await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(branches);
  };

  await debuggerPage.scrubBackTo(/node before/);
  await fork('1', 2);
  await expect(debuggerPage.status).toContainText('Done');
  await showOriginal(debuggerPage);
  await fork('2', 3);
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/, edit/);

  await page.getByRole('button', { name: 'Breakpoint before after' }).click();
  await fork('3', 4);
  await expect(debuggerPage.status).toContainText('held before after');
  await debuggerPage.scrubBackTo(/node child/);
  await page.getByRole('button', { name: 'Breakpoint before after' }).click();
  await fork('13', 5);
  await expect(debuggerPage.status).toContainText('Failed');
  await expect(page.getByText('13 is not a number of ours').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('13 is not a number of ours').first()).toBeVisible();
  await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(5);

  async function showOriginal(shown: DebuggerPage): Promise<void> {
    await page.getByLabel('Branch shown').selectOption({ index: 0 });
    await shown.scrubBackTo(/node before/);
  }
});

test('an unsaved edit survives scrubbing, and leaving the page warns', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('nested');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.button('Edit & fork').click();
  const field = page.getByRole('region', { name: 'Channel value', exact: true });
  await field.getByRole('textbox').fill('77');
  await page.getByRole('slider', { name: 'Timeline' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(field.getByRole('textbox')).toHaveValue('0');
  await page.keyboard.press('End');
  await expect(field.getByRole('textbox')).toHaveValue('77');

  const warned = page.waitForEvent('dialog');
  // A reload that the person calls off never resolves.
  void page.reload().catch(() => undefined);
  const dialog = await warned;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(field.getByRole('textbox')).toHaveValue('77');
});
