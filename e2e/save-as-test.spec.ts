import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkThread, startThread } from './fixtures/made-threads';
import { test } from './fixtures/own-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

/** A branch of which no test can be made is refused. */
test.use({ failsRequests: true });

test('a branch becomes a test: what really runs is chosen, and the file is copied and downloaded', async ({
  page,
  context,
  request,
  server,
  directory,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const threadId = await startThread(request, server.url, 'nested', {});
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Done');
  const opener = page.getByRole('button', { name: 'Save as test' });
  await opener.click();
  const pane = page.getByRole('region', { name: 'Save as test' });
  await expect(pane).toBeFocused();
  await expect(pane.getByRole('status').first()).toContainText('Tried with the graph as it is now: passes');
  const code = pane.getByRole('region', { name: /^nested-\w{8}\.test\.ts$/ });
  await expect(code).toContainText("const path = ['before', 'child', 'after'];");
  await expect(code).toContainText("import { nested } from './graphs.js';");
  await expect(code).toContainText("child: [{ update: { value: 0, trail: ['before', 'one', 'two'] } }]");
  await expectNoAxeViolations(page);

  await pane.getByRole('checkbox', { name: /child/ }).check();
  await expect(code).toContainText("replay(nested, recording, { execute: ['child'] })");
  await expect(code).not.toContainText('child: [');
  // What is taken along at once is what was typed, not the text before.
  await pane.getByLabel('Import the graph from').fill('../src/graphs.ts');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pane.getByRole('button', { name: 'Download' }).click(),
  ]);
  const file = join(directory, 'saved.ts');
  await download.saveAs(file);
  const text = readFileSync(file, 'utf8');
  expect(download.suggestedFilename()).toMatch(/^nested-\w{8}\.test\.ts$/);
  expect(text).toContain("import { nested } from '../src/graphs.ts';");
  await pane.getByRole('button', { name: 'Copy' }).click();
  await expect(pane.getByRole('status').last()).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await pane.getByRole('button', { name: 'Copy' }).press('Escape');
  await expect(pane).toBeHidden();
  await expect(opener).toBeFocused();
});

test('another branch than the one shown becomes a test from its menu', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'nested', {});
  await forkThread(request, server.url, threadId, { graphId: 'nested', step: 1, values: { value: 5 } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.branches).toHaveCount(2);
  await page.getByRole('button', { name: 'Actions of branch main' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Save as test…' }).click();
  const pane = page.getByRole('region', { name: 'Save as test' });
  await expect(pane).toContainText('Branch main');
  const code = pane.getByRole('region', { name: /test\.ts$/ });
  await expect(code).toContainText(', branch main, as it stood on');
  await expect(code).not.toContainText('edit:');
});

test('a graph that has changed since is told beside the test, from the palette', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await startThread(request, server.url, 'nested', {});
  const file = join(directory, 'graphs.ts');
  const source = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    source
      .replace("addEdge('child', 'after')", "addEdge('child', END)")
      .replace("addEdge(START, 'before')", "addEdge(START, 'before').addEdge('before', 'after')"),
  );
  await server.stop();
  await server.start();
  await page.goto(`${server.url}/threads/${threadId}`);
  await expect(new DebuggerPage(page).status).toContainText('Done');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('save as test');
  await expect(page.getByRole('option', { name: /^Save as test/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('region', { name: 'Save as test' });
  await expect(pane.getByRole('status').first()).toContainText(
    'Does not pass with the graph as it is now: Step 2: recorded "child", now "after, child".',
  );
  await expectNoAxeViolations(page);
});

test('a branch of which no test can be made says why', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'nested', {});
  await request.post(`${server.url}/api/threads/prune`, { data: { thread_ids: [threadId], strategy: 'keep_latest' } });
  await page.goto(`${server.url}/threads/${threadId}`);
  await page.getByRole('button', { name: 'Save as test' }).click();
  const pane = page.getByRole('region', { name: 'Save as test' });
  await expect(pane.getByRole('alert')).toContainText('No test can be made of this branch');
  await expectNoAxeViolations(page);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('the pane has no accessibility violation', async ({ page, request, server }) => {
      const threadId = await startThread(request, server.url, 'nested', {});
      await forkThread(request, server.url, threadId, { graphId: 'nested', step: 1, values: { value: 13 } });
      await page.goto(`${server.url}/threads/${threadId}`);
      await page.getByRole('button', { name: 'Save as test' }).click();
      const pane = page.getByRole('region', { name: 'Save as test' });
      await expect(pane.getByRole('checkbox', { name: 'after failed' })).toBeChecked();
      await expectNoAxeViolations(page);
    });
  });
}

test('a question that waits is what the test expects', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'pair', {});
  await page.goto(`${server.url}/threads/${threadId}`);
  await page.getByRole('button', { name: 'Save as test' }).click();
  const pane = page.getByRole('region', { name: 'Save as test' });
  await expect(pane).toContainText('its end: the question that waits');
  await expect(pane.getByRole('region', { name: /test\.ts$/ })).toContainText(
    "{ node: 'left', question: 'Which way on the left' }",
  );
});
