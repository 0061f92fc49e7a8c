import type { Page } from '@playwright/test';
import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

/** As in a page that comes over plain http from another host. */
async function withoutClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
}

test('without the clipboard of a secure page, ids and values are copied all the same', async ({
  page,
  request,
  server,
}) => {
  await withoutClipboard(page);
  const threadId = await startThread(request, server.url, 'workflow', { task: 'water the plants', total_steps: 2 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await page.getByRole('button', { name: `Copy thread id ${threadId}` }).click();
  await expect(page.getByRole('button', { name: /thread id/ })).toBeFocused();
  const search = debuggerPage.state.getByRole('searchbox');
  await search.press('ControlOrMeta+V');
  await expect(search).toHaveValue(threadId);
  await search.fill('');

  const row = debuggerPage.state.getByRole('treeitem').filter({ hasText: 'water the plants' }).first();
  await row.hover();
  await row.getByRole('button', { name: 'Copy value' }).click();
  await search.press('ControlOrMeta+V');
  await expect(search).toHaveValue('water the plants');
});

test('a browser that refuses to copy is said to', async ({ page, request, server }) => {
  await withoutClipboard(page);
  await page.addInitScript(() => {
    document.execCommand = () => false;
  });
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 2 });
  await page.goto(`${server.url}/threads/${threadId}?tab=raw`);
  const { state } = new DebuggerPage(page);
  const copy = state.getByRole('button', { name: 'Copy', exact: true });
  // It says so for a moment only: a click again shows it again.
  await expect(async () => {
    await copy.click();
    await expect(state.getByText('The browser refuses to copy')).toBeVisible({ timeout: 1000 });
  }).toPass();
});
