import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a step carries a note, which another tab sees, until it is emptied', async ({
  page,
  context,
  server,
  request,
}) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 4 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 4 of 4/);
  await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step 3 of 4/);
  await debuggerPage.button('Add note').click();
  const field = page.getByRole('textbox', { name: 'Note' });
  await field.fill('Here it turned.');
  await page.keyboard.press('Control+Enter');
  const note = page.getByRole('button', { name: 'Here it turned.' });
  await expect(note).toBeVisible();

  await expect(page).toHaveURL(/[?&]checkpoint=/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('button', { name: 'Here it turned.' })).toBeVisible();

  await note.click();
  await field.fill('');
  await debuggerPage.button('Remove note').click();
  await expect(debuggerPage.button('Add note')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Add note' })).toBeVisible();
});
