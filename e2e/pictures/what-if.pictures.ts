import { fileURLToPath } from 'node:url';
import { runElsewhere } from '../fixtures/api';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { take, test } from './picture';

test.use({
  serverEnvironment: {
    RETROGRAPH_CONFIG: fileURLToPath(new URL('../fixtures/graphs/retrograph.json', import.meta.url)),
  },
});

test('what-if: edits of one step, and how they ended', async ({ page, request, server }) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'odds', input: { tone: 'dry' } });
  await page.goto(`${server.url}/threads/${threadId}`);
  await new DebuggerPage(page).scrubBackTo(/^step 0 of/);
  await page.keyboard.press('Shift+I');
  for (const column of ['tone', 'size']) {
    await page.getByLabel('Key or path of a new column').fill(column);
    await page.getByLabel('Key or path of a new column').press('Enter');
  }
  await page.getByLabel('tone, row 2').fill('"warm"');
  await page.getByRole('button', { name: 'Duplicate row 2' }).click();
  await page.getByLabel('size, row 3').fill('2');
  await page.getByRole('button', { name: 'Row', exact: true }).click();
  await page.getByLabel('tone, row 4').fill('"broken"');
  await page.getByRole('button', { name: 'Run 4 rows' }).click();
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('status')).toContainText('Done: 4 rows');
  await page.getByRole('table', { name: 'Rows' }).getByRole('button', { name: 'what if 3' }).click();
  await take(page, 'what-if');
});
