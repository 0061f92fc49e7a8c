import type { Page } from '@playwright/test';
import { readCheckpoints } from './fixtures/api';
import { forkThread, startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a branch is renamed, hidden, shown again and deleted; the original stays', async ({ page, server, request }) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 4 });
  const before = await readCheckpoints(request, server.url, threadId);
  await forkThread(request, server.url, threadId, { graphId: 'workflow', step: 2, values: { total_steps: 6 } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  const branches = page.getByRole('list', { name: 'Branches' }).getByRole('listitem');
  await expect(branches).toHaveCount(2);

  await act(page, 'branch 2', 'Rename');
  await page.keyboard.type('longer run');
  await page.keyboard.press('Enter');
  await expect(branches.nth(1)).toContainText('longer run');

  await branches.nth(0).getByRole('button', { name: 'main', exact: true }).click();
  await act(page, 'longer run', 'Hide');
  await expect(branches).toHaveCount(1);
  await page.getByRole('button', { name: 'Show 1 hidden branch' }).click();
  await expect(branches).toHaveCount(2);

  await act(page, 'main', 'Delete…');
  await expect(page.getByRole('alert').filter({ hasText: 'Delete what hangs on it first' })).toBeVisible();
  await page.keyboard.press('Escape');
  await debuggerPage.button('Close').click();

  await branches.nth(1).getByRole('button', { name: 'longer run' }).first().click();
  await act(page, 'longer run', 'Delete…');
  await expect(
    page.getByRole('status').filter({ hasText: /It takes 5 checkpoints, .*main becomes the head/ }),
  ).toBeVisible();
  await debuggerPage.button('Delete branch').click();
  await expect(branches).toHaveCount(1);
  await debuggerPage.expectStep(/^step 4 of 4/);
  expect(await readCheckpoints(request, server.url, threadId)).toEqual(before);
});

async function act(page: Page, branch: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions of branch ${branch}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
