import type { APIRequestContext } from '@playwright/test';
import { answerQuestion, forkThread, startThread } from '../fixtures/made-threads';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { StartPage } from '../pages/start-page';
import { ThreadsPage } from '../pages/threads-page';
import { makeWebsite, take, test } from './picture';

test('start: the graphs, and the threads so far', async ({ page, request, server }) => {
  await makeThreads(request, server.url, makeWebsite(server.directory));
  const start = new StartPage(page);
  await start.open(server.url);
  await expect(start.shape('release-notes')).toBeVisible();
  await take(page, 'start');
});

test('long: a thread of 2,000 steps, and the window on it', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'Process data', total_steps: 2000 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 2000 of 2000/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('step 1200');
  await page.getByRole('option', { name: 'Step 1200' }).click();
  await debuggerPage.expectStep(/^step 1200 of/);
  for (let press = 0; press < 3; press++) await debuggerPage.button('Show more of the timeline').click();
  await take(page, 'long');
});

test.describe('in the light theme', () => {
  test.use({ colorScheme: 'light' });

  test('threads: what pruning would take', async ({ page, request, server }) => {
    await makeThreads(request, server.url, makeWebsite(server.directory));
    const threads = new ThreadsPage(page);
    await threads.open(server.url);
    for (const graph of ['workflow', 'approval']) await threads.row(graph).getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await threads.button('Prune 2 chosen').click();
    const pane = threads.pane('2 threads');
    await pane.getByLabel('What may go').selectOption('latest');
    await expect(pane.getByRole('status')).toContainText('would go');
    await take(page, 'threads');
  });
});

/** A thread in each state that a list shows. */
async function makeThreads(request: APIRequestContext, url: string, repository: string): Promise<void> {
  await startThread(request, url, 'workflow', { task: 'Process data', total_steps: 40 });
  const approved = await startThread(request, url, 'approval', { topic: 'our next release' });
  await answerQuestion(request, url, approved, { graphId: 'approval', answer: { approved: true } });
  const support = await startThread(request, url, 'support', { question: 'Where is my invoice?' });
  await forkThread(request, url, support, { graphId: 'support', step: 2, values: { attempt: 1 } });
  await startThread(request, url, 'release-notes', { repository });
}
