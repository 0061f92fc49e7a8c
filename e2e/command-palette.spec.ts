import type { Page } from '@playwright/test';
import { runElsewhere } from './fixtures/api';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

async function command(page: Page, text: string, option: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await expect(palette.getByRole('option', { name: option, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}

test('the palette leads to graphs, threads, steps, branches and checkpoints, and does what keys do', async ({
  page,
  request,
  server,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: { task: 'x' } });
  await page.goto(server.url);
  await command(page, 'new workflow', /^New thread of workflow/);
  await expect(page).toHaveURL(/\/graphs\/workflow\/new$/);

  await command(page, threadId, new RegExp(threadId));
  await expect(page).toHaveURL(new RegExp(threadId));
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 5 of 5/);

  await command(page, 'step 2', /^Step 2/);
  await debuggerPage.expectStep(/^step 2 of 5/);
  await expect(page).toHaveURL(/[?&]checkpoint=/);
  const checkpointId = new URL(page.url()).searchParams.get('checkpoint') ?? '';
  await command(page, 'branch main', /^Branch main/);
  await debuggerPage.expectStep(/^step 5 of 5/);
  await command(page, checkpointId, /step 2 on main/);
  await debuggerPage.expectStep(/^step 2 of 5/);

  await command(page, 'first step', /^First step/);
  await debuggerPage.expectStep(/^step -1 of 5, input/);
  await command(page, checkpointId, /step 2 on main/);
  await debuggerPage.expectStep(/^step 2 of 5/);

  await command(page, 'hide the graph', /^Show or hide the graph/);
  await expect(page.getByRole('region', { name: 'Graph', exact: true })).toBeHidden();
  await page.reload();
  await debuggerPage.expectStep(/^step 2 of 5/);
  await expect(page.getByRole('region', { name: 'Graph', exact: true })).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Graph', exact: true })).toBeVisible();

  await command(page, 'edit', /^Edit & fork the state/);
  await expect(debuggerPage.tab('Edit')).toBeVisible();
  await command(page, 'theme', /^Switch the theme/);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the list of keys opens anywhere, and a key does nothing while a person types', async ({ page, server }) => {
  await page.goto(`${server.url}/graphs/workflow/new`);
  await page.getByLabel('task', { exact: true }).fill('What now');
  await page.keyboard.type('?');
  await expect(page.getByLabel('task', { exact: true })).toHaveValue('What now?');

  await page.getByRole('heading').first().click();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByRole('region', { name: 'Time' })).toContainText(/Step back.*Step forward/s);
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
});

test('what is typed before the palette is there is its text, and no key of the page', async ({
  page,
  request,
  server,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: { task: 'x' } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 5 of 5/);
  let letCome = (): void => undefined;
  const mayCome = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route('**/_next/static/**', async (route) => {
    await mayCome;
    await route.continue();
  });
  await debuggerPage.button('Edit & fork').focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('step 22');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  letCome();
  const field = page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox');
  await expect(field).toHaveValue('step 2');
  await page.keyboard.press('Enter');
  await debuggerPage.expectStep(/^step 2 of 5/);
  await expect(debuggerPage.tab('Edit')).toHaveCount(0);
});

test('nothing is lost of what is typed in the very moment in which the palette comes', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  const typed = await page.evaluate(async () => {
    let letters = '';
    while (document.querySelector('dialog[open]') === null) {
      const key = String.fromCharCode(97 + (letters.length % 26));
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      letters += key;
      await new Promise((resolve) => setTimeout(resolve));
    }
    return letters;
  });
  await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toHaveValue(typed);
});
