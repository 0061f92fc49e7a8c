import { ScriptProcess } from './fixtures/script-process';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a script of their own on the same database file shows up while it runs, and opens like any thread', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/threads`);
  const script = new ScriptProcess(server.databaseFile, 'my-own-thread');
  try {
    await script.prints('waiting 1');
    const row = page.getByRole('row').filter({ hasText: 'own-script' });
    await expect(row).toBeVisible();
    await row.getByRole('link').first().click();
    const debuggerPage = new DebuggerPage(page);
    await debuggerPage.expectStep(/^step 0 of 0/);

    script.step();
    await script.prints('waiting 2');
    await debuggerPage.expectStep(/^step 1 of 1, node visit/);
    script.step();
    await script.prints('waiting 3');
    script.step();
    await script.prints('done');
    await debuggerPage.expectStep(/^step 3 of 3, node visit, end/);
    await expect(debuggerPage.status).toContainText('Done');
    await debuggerPage.expand('visited');
    await expect(debuggerPage.state).toContainText('place 3');
  } finally {
    await script.end();
  }
});
