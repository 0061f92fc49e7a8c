import { runElsewhere } from './fixtures/api';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a run that another client rolls back leaves the open page, and the step that was shown gives way to the newest', async ({
  page,
  request,
  server,
}) => {
  const quick = { task: 'first', total_steps: 2, delay_ms: 0 };
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: quick });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 2 of 2/);

  const thread = `${server.url}/api/threads/${threadId}`;
  const slow = { task: 'slow', current_step: 1, total_steps: 200, delay_ms: 100 };
  const started = await request.post(`${thread}/runs`, { data: { assistant_id: 'workflow', input: slow } });
  const { run_id } = await started.json();
  await expect(debuggerPage.slider).toHaveAttribute('aria-valuetext', /^step (8|9|1\d) of /);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/checkpoint=/);
  await expect(debuggerPage.state).toContainText('slow');

  const canceled = await request.post(`${thread}/runs/${run_id}/cancel?action=rollback`);
  expect(canceled.status()).toBe(204);
  await debuggerPage.expectStep(/^step 2 of 2/);
  await expect(page).not.toHaveURL(/checkpoint=/);
  const notice = page.getByRole('alert').filter({ hasText: 'This is the newest step.' });
  await expect(notice).toContainText(/Step \d+, which was shown here, was removed: its run was rolled back/);
  await expect(debuggerPage.state).toContainText('first');
  await expect(debuggerPage.status).toContainText('Done');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(notice).toBeHidden();

  // What comes next goes on from there, in a page that knows nothing of the steps that went.
  await runElsewhere(request, server.url, { graphId: 'workflow', input: { ...quick, current_step: 1 }, threadId });
  await debuggerPage.expectStep(/^step 6 of 6/);
});
