import { expect } from '../fixtures/story';
import { forkApproval } from '../fixtures/two-lines';
import { DebuggerPage } from '../pages/debugger-page';
import { take, test } from './picture';

test('compare: two branches, where they part, and the other way as a ghost', async ({ page, request, server }) => {
  const { threadId, main, fork } = await forkApproval(request, server.url, 'better draft');
  const query = new URLSearchParams({ branch: main.branchId, with: fork.branchId, tab: 'diff', compare: 'beside' });
  await page.goto(`${server.url}/threads/${threadId}?${query}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 5 of/);
  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 3 of/);
  await expect(debuggerPage.graph.getByText('only on better draft')).toBeVisible();
  await expect(page.getByRole('img', { name: 'paths part at step 3' })).toBeVisible();
  await take(page, 'compare');
});
