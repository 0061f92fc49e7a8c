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
  const copyId = page.getByRole('button', { name: `Copy thread id ${threadId}` });
  await copyId.click();
  await expect(debuggerPage.button('thread id copied')).toBeVisible();
  await expect(debuggerPage.button('thread id copied')).toBeFocused();
  const search = debuggerPage.state.getByRole('searchbox');
  await search.press('ControlOrMeta+V');
  await expect(search).toHaveValue(threadId);
  await search.fill('');

  const row = debuggerPage.state.getByRole('treeitem', { name: /^task/ });
  await row.hover();
  await row.getByRole('button', { name: 'Copy value' }).click();
  await expect(row.getByRole('button', { name: 'Copied' })).toBeVisible();
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
  const debuggerPage = new DebuggerPage(page);
  await page.getByRole('button', { name: `Copy thread id ${threadId}` }).click();
  await expect(page.getByRole('tooltip')).toHaveText('The browser refuses to copy');
  await debuggerPage.state.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(debuggerPage.button('The browser refuses to copy').last()).toBeVisible();
});
