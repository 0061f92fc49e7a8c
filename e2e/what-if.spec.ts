import { fileURLToPath } from 'node:url';
import type { APIRequestContext, Page } from '@playwright/test';
import { readCheckpoints, runElsewhere } from './fixtures/api';
import type { Server } from './fixtures/server';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test.use({
  serverEnvironment: {
    RETROGRAPH_CONFIG: fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url)),
  },
});

async function openWhatIf(page: Page, request: APIRequestContext, server: Server) {
  const threadId = await runElsewhere(request, server.url, { graphId: 'odds', input: { tone: 'dry' } });
  const original = await readCheckpoints(request, server.url, threadId);
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.scrubBackTo(/^step 0 of/);
  await page.keyboard.press('Shift+I');
  const pane = page.getByRole('region', { name: 'What if, from step 0' });
  await expect(pane).toBeFocused();
  return { threadId, original, debuggerPage, pane };
}

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('what if: three edits, one of which fails, beside the state as it is', async ({ page, request, server }) => {
      const { threadId, original, debuggerPage, pane } = await openWhatIf(page, request, server);
      const column = pane.getByLabel('Key or path of a new column');
      await column.fill('nope');
      await expect(pane).toContainText('The state has no key “nope”');
      await expectNoAxeViolations(page);
      await pane.getByRole('button', { name: 'tone', exact: true }).click();
      await column.fill('');
      await expect(pane.getByText('now "dry"')).toBeVisible();
      await column.fill('size');
      await column.press('Enter');

      await pane.getByLabel('tone, row 2').fill('warm');
      await expect(pane.getByLabel('tone, row 2')).toHaveAttribute('aria-invalid', 'true');
      await expect(pane).toContainText('Text stands in quotes.');
      await expect(pane.getByRole('button', { name: 'Run 2 rows' })).toBeDisabled();
      await pane.getByLabel('tone, row 2').fill('1');
      await expect(pane).toContainText('Must be text');
      await pane.getByLabel('tone, row 2').fill('"warm"');
      await pane.getByRole('button', { name: 'Duplicate row 2' }).click();
      await pane.getByLabel('size, row 3').fill('2');
      await pane.getByRole('button', { name: 'Row', exact: true }).click();
      await pane.getByLabel('tone, row 4').fill('"broken"');
      await expectNoAxeViolations(page);
      await pane.getByRole('button', { name: 'Run 4 rows' }).click();

      const results = pane.getByRole('region', { name: 'Results' });
      await expect(results.getByRole('status')).toContainText('Done: 4 rows, 4 different ends; they differ in tone, ');
      const row = (name: string) => results.getByRole('row').filter({ hasText: name });
      await expect(row('what if 1')).toContainText('"dry"');
      await expect(row('what if 3')).toContainText('"warm warm"');
      await expect(row('what if 4')).toContainText('RangeError: No words for a broken tone');
      await expectNoAxeViolations(page);

      await results.getByRole('button', { name: 'what if 3' }).click();
      await expect(debuggerPage.channel('text')).toContainText('warm warm');
      await expect(page.getByLabel('Branch shown').getByRole('option', { selected: true })).toContainText('what if 3');
      await expect(row('what if 3')).toHaveAttribute('aria-current', 'true');
      await expectNoAxeViolations(page);
      await page.reload();
      await expect(results.getByRole('status')).toContainText('Done: 4 rows');
      await expect(pane.getByLabel('tone, row 4')).toHaveValue('"broken"');
      const now = await readCheckpoints(request, server.url, threadId);
      for (const [id, state] of original) expect(now.get(id)).toEqual(state);

      await results.getByRole('button', { name: 'Delete these branches…' }).click();
      await expect(results).toContainText('Delete 4 branches? They take');
      await expectNoAxeViolations(page);
      await results.getByRole('button', { name: 'Delete 4 branches' }).click();
      await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(1);
      await expect(debuggerPage.channel('text')).toContainText('dry');
      await expect(row('what if 3')).toContainText('branch deleted');
      await expect(results.getByRole('button')).toHaveCount(0);
      await expectNoAxeViolations(page);
    });

    test('again: ten runs of one step end in two ways', async ({ page, request, server }) => {
      const { pane } = await openWhatIf(page, request, server);
      await pane.getByRole('button', { name: 'Again × k' }).click();
      await pane.getByLabel('Times').fill('101');
      await expect(pane.getByRole('alert')).toHaveText('Times is a whole number from 1 to 100.');
      await pane.getByLabel('Times').fill('10');
      await pane.getByRole('button', { name: 'Run 10 times' }).click();
      const groups = pane.getByRole('list', { name: 'Equal ends' }).getByRole('listitem');
      await expect(pane.getByRole('status')).toContainText('Done: 10 rows, 2 different ends; they differ in side.');
      await expect(groups).toHaveText([/^7 of 10 equal/, /^3 of 10 equal/]);
      const varying = pane.getByRole('list', { name: 'Keys that vary' });
      await expect(varying).toContainText('"heads" ×7');
      await expect(varying).toContainText('"tails" ×3');
      await expectNoAxeViolations(page);
      await pane.getByLabel('Leave out').fill('side');
      await expect(groups).toHaveText([/^10 of 10 equal/]);
      await page.keyboard.press('Escape');
      await expect(pane).toBeHidden();
      await page.keyboard.press('Shift+I');
      await expect(groups).toHaveText([/^10 of 10 equal/]);
    });

    test('what runs is cancelled midway; what has finished stays, and what has not begun leaves no branch', async ({
      page,
      request,
      server,
    }) => {
      const { pane } = await openWhatIf(page, request, server);
      await pane.getByLabel('Key or path of a new column').fill('tone');
      await pane.getByLabel('Key or path of a new column').press('Enter');
      await pane.getByLabel('tone, row 2').fill('"slow"');
      await pane.getByRole('button', { name: 'Duplicate row 2' }).click();
      await pane.getByLabel('At once').fill('1');
      await pane.getByRole('button', { name: 'Run 3 rows' }).click();
      await expect(pane.getByRole('status')).toHaveText('1 of 3 over');
      await pane.getByRole('button', { name: 'Cancel' }).click();
      await expect(pane.getByRole('status')).toContainText('Cancelled: 3 rows');
      const rows = pane.getByRole('table', { name: 'Rows' }).getByRole('row');
      await expect(rows.nth(1)).toContainText('Done');
      await expect(rows.nth(2)).toContainText('Stopped');
      await expect(rows.nth(3)).toContainText('Not started');
      await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(3);
      await expectNoAxeViolations(page);
    });
  });
}

test('inside of a graph it says that the root graph’s step is what is tried', async ({ page, request, server }) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'inside', input: { value: 0 } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.scrubBackTo(/^step 1 of/);
  await debuggerPage.button('Open the graph inside child').click();
  await debuggerPage.button('Look inside child').click();
  await page.keyboard.press('Shift+I');
  const pane = page.getByRole('region', { name: 'What if, from step 1' });
  await expect(pane).toContainText('This tries the root graph’s step 1, around the graph that you look into.');
  await expectNoAxeViolations(page);
});
