import type { APIRequestContext, Page } from '@playwright/test';
import { answerQuestion, forkThread, startThread } from '../fixtures/made-threads';
import type { Server } from '../fixtures/server';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { take, test } from './picture';

interface Setting {
  page: Page;
  request: APIRequestContext;
  server: Server;
}

test('who-wrote-this: the changes of a value over a fork', async ({ page, request, server }) => {
  const { debuggerPage, threadId } = await openSent({ page, request, server });
  await forkThread(request, server.url, threadId, { graphId: 'support', step: 3, values: { confidence: 0.4 } });
  await expect(debuggerPage.branches).toHaveCount(2);
  await page.getByLabel('Branch shown').selectOption({ index: 1 });
  await debuggerPage.channel('confidence').click();
  await expect(debuggerPage.pickedValue).toContainText('ritten at step');
  await page.keyboard.press('h');
  await expect(debuggerPage.state.getByRole('region', { name: 'Changes of confidence' })).toContainText('edit');
  await take(page, 'who-wrote-this');
});

test('why-this-route: what the router read, and the label it gave', async ({ page, request, server }) => {
  const { debuggerPage } = await openSent({ page, request, server });
  await debuggerPage.scrubBackTo(/^step 3 of/);
  await debuggerPage.node('write').click();
  await expect(debuggerPage.nodeDetails('write')).toContainText('Not taken');
  await take(page, 'why-this-route');
});

test('capsules: what leaves, and what is redacted', async ({ page, request, server }) => {
  await openSent({ page, request, server });
  await page.keyboard.press('Shift+E');
  const pane = page.getByRole('dialog', { name: 'Export the thread' });
  await pane.getByLabel('Keys to redact').fill('messages[].content');
  await page.keyboard.press('Enter');
  await pane.getByRole('checkbox', { name: 'Redact question', exact: true }).check();
  await expect(pane.getByRole('status').first()).toContainText('leave');
  await take(page, 'capsules');
});

test.describe('in the light theme', () => {
  test.use({ colorScheme: 'light' });

  test('watches: two values, and the steps that changed them', async ({ page, request, server }) => {
    const { debuggerPage } = await openSent({ page, request, server });
    for (const name of ['confidence', 'attempt']) {
      await debuggerPage.channel(name).click();
      await page.keyboard.press('w');
    }
    await debuggerPage.scrubBackTo(/^step 4 of/);
    await debuggerPage.button('Watched only').click();
    await expect(page.getByRole('img', { name: /^Watched values changed at/ })).toBeVisible();
    await take(page, 'watches');
  });

  test('replay-policy: one node reused, one mocked', async ({ page, request, server }) => {
    const { debuggerPage } = await openSent({ page, request, server });
    await debuggerPage.scrubBackTo(/^step 1 of/);
    await debuggerPage.button('Edit & fork').click();
    const category = page.getByRole('region', { name: 'Channel category', exact: true }).getByRole('textbox');
    await category.fill('invoice');
    await debuggerPage.button('Execute, reuse or mock').click();
    await page.getByLabel('What look does').selectOption('Reuse what it wrote');
    await page.getByLabel('What send does').selectOption('Mock');
    await page.getByLabel('What send returns, as JSON').fill('{ "sent": false }');
    await expect(debuggerPage.preview).toContainText('Really run again');
    await page.getByLabel('What send returns, as JSON').evaluate((field) => field.scrollIntoView({ block: 'end' }));
    await take(page, 'replay-policy');
  });
});

/** A support thread whose answer was approved and sent. */
async function openSent({ page, request, server }: Setting) {
  const threadId = await startThread(request, server.url, 'support', {
    question: 'My parcel says delivered, but it is not here.',
  });
  await answerQuestion(request, server.url, threadId, { graphId: 'support', answer: true });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Done');
  return { debuggerPage, threadId };
}
