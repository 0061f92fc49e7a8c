import type { APIRequestContext, Page } from '@playwright/test';
import { answerQuestion, forkThread, startThread } from '../fixtures/made-threads';
import type { Server } from '../fixtures/server';
import { expect } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';
import { take, test } from './picture';

const QUESTION = 'My parcel says delivered, but it is not here.';

interface Setting {
  page: Page;
  request: APIRequestContext;
  server: Server;
}

test('breakpoints: the run is held, and a condition is tried as it is typed', async ({ page, request, server }) => {
  const { debuggerPage, threadId } = await openThread({ page, request, server });
  await page.getByRole('button', { name: 'Breakpoint before send' }).click();
  await debuggerPage.question('review').getByRole('button', { name: 'Yes' }).click();
  await expect(debuggerPage.status).toContainText('held before send');
  await page.getByRole('button', { name: 'Breakpoint before write' }).click({ button: 'right' });
  const rows = page.getByRole('list', { name: 'Breakpoints' }).getByRole('listitem');
  await rows.nth(1).getByLabel('Condition').fill('attempt >= 1 and $max(findings.score) > 0.9');
  await expect(rows.nth(1)).toContainText('Holds on the state shown');
  expect(debuggerPage.threadId).toBe(threadId);
  await take(page, 'breakpoints');
});

test('clock: how long steps took, and when nothing ran', async ({ page, request, server }) => {
  const { debuggerPage, threadId } = await openThread({ page, request, server });
  await answerQuestion(request, server.url, threadId, { graphId: 'support', answer: true });
  await forkThread(request, server.url, threadId, { graphId: 'support', step: 2, values: { attempt: 1 } });
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.button('Clock').click();
  await take(page, 'clock');
});

test('find: where an expression holds, over the lanes', async ({ page, request, server }) => {
  const { debuggerPage, threadId } = await openThread({ page, request, server });
  await answerQuestion(request, server.url, threadId, { graphId: 'support', answer: true });
  await forkThread(request, server.url, threadId, { graphId: 'support', step: 2, values: { attempt: 1 } });
  await expect(debuggerPage.branches).toHaveCount(2);
  await page.keyboard.press('/');
  const bar = page.getByRole('search');
  await bar.getByLabel('Expression').fill('$max(findings.score) > 0.9 and attempt >= 1');
  await bar.getByLabel('Where to search').selectOption('all branches');
  await expect(bar.getByRole('status')).toContainText('hits of');
  await bar.getByRole('button', { name: 'First hit' }).click();
  await take(page, 'find');
});

test('tasks: what was printed, used and written', async ({ page, request, server }) => {
  const { debuggerPage } = await openThread({ page, request, server });
  await debuggerPage.scrubBackTo(/node look/);
  await debuggerPage.tab('Tasks').click();
  await take(page, 'tasks');
});

test('without-this-write: a finding is struck, and what that comes to', async ({ page, request, server }) => {
  const { debuggerPage } = await openThread({ page, request, server });
  await debuggerPage.scrubBackTo(/node look/);
  await debuggerPage.tab('Tasks').click();
  await debuggerPage.button('Without what look wrote…').first().click();
  await expect(page.getByRole('region', { name: /^At step \d+, without the write$/ })).toContainText('neighbour');
  await take(page, 'without-this-write');
});

test.describe('in the light theme', () => {
  test.use({ colorScheme: 'light' });

  test('diff: against a pinned step', async ({ page, request, server }) => {
    const { debuggerPage, threadId } = await openThread({ page, request, server });
    await answerQuestion(request, server.url, threadId, { graphId: 'support', answer: true });
    await expect(debuggerPage.status).toContainText('Done');
    await debuggerPage.tab('Diff').click();
    await debuggerPage.slider.focus();
    await debuggerPage.scrubBackTo(/^step 3 of/);
    await debuggerPage.button('Pin this step').click();
    await debuggerPage.slider.focus();
    await page.keyboard.press('End');
    await debuggerPage.expectStep(/node send, end/);
    await expect(debuggerPage.state.getByRole('region', { name: 'Differences' })).toContainText('line');
    await take(page, 'diff');
  });

  test('node: what it was given and wrote', async ({ page, request, server }) => {
    const { debuggerPage } = await openThread({ page, request, server });
    await debuggerPage.scrubBackTo(/node look/);
    await debuggerPage.node('look').click();
    await expect(debuggerPage.nodeDetails('look')).toContainText('sent to it');
    await take(page, 'node');
  });
});

test('palette: what can be done here', async ({ page, request, server }) => {
  const { debuggerPage } = await openThread({ page, request, server });
  await debuggerPage.scrubBackTo(/node look/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toBeFocused();
  await expect(page.getByRole('listbox', { name: 'Results' })).toContainText('Edit & fork the state');
  await take(page, 'palette');
});

async function openThread({ page, request, server }: Setting) {
  const threadId = await startThread(request, server.url, 'support', { question: QUESTION });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.question('review')).toBeVisible();
  return { debuggerPage, threadId };
}
