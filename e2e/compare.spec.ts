import type { Page } from '@playwright/test';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { forkApproval, startApproval } from './fixtures/two-lines';
import { DebuggerPage } from './pages/debugger-page';
import { ThreadsPage } from './pages/threads-page';

const barOf = (page: Page) => page.getByRole('region', { name: 'Comparison' });
const differencesOf = ({ state }: DebuggerPage) => state.getByRole('region', { name: 'Differences' });

test('two branches stand side by side, step by step, and part where they part', async ({ page, request, server }) => {
  const { threadId, main, fork } = await forkApproval(request, server.url, 'better');
  await page.goto(`${server.url}/threads/${threadId}?branch=${main.branchId}`);
  const debuggerPage = new DebuggerPage(page);
  const bar = barOf(page);
  await expect(debuggerPage.slider).toBeVisible();
  await page.keyboard.press('c');
  await bar.getByLabel('Compared with').selectOption('better');
  await expect(bar.getByRole('status')).toContainText('states differ from step 1: draft');
  await expect(bar.getByRole('status')).toContainText('paths part at step 3: write here, publish there');

  await page.keyboard.press('d');
  await debuggerPage.expectStep(/^step 1 of/);
  await expect(page.getByRole('img', { name: 'states part at step 1' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'paths part at step 3' })).toBeVisible();
  await expect(differencesOf(debuggerPage)).toContainText('A better draft.');
  await expect(differencesOf(debuggerPage)).toContainText('Draft 1 about our next release.');

  await test.step('a move moves both, and the other way stays as a ghost', async () => {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await debuggerPage.expectStep(/^step 3 of .*node write/);
    await expect(page.getByRole('img', { name: 'better: step 4, publish, beside the one shown' })).toBeVisible();
    await expect(debuggerPage.graph.getByText('only on better: publish')).toBeVisible();
    await expect(page.getByTestId('ghost').locator('rect')).toHaveCount(1);
  });

  await test.step('the ends, also where one line goes on', async () => {
    await page.keyboard.press('ArrowRight');
    await expect(debuggerPage.state).toContainText('Nothing stands beside this step');
    await page.keyboard.press('Shift+D');
    await expect(debuggerPage.state.getByLabel('Against')).toHaveValue('end');
    await expect(differencesOf(debuggerPage)).toContainText('remark');
  });

  await test.step('Back undoes, and Escape leaves, what lies above it first', async () => {
    await page.goBack();
    await expect(debuggerPage.state.getByLabel('Against')).toHaveValue('beside');
    await page.keyboard.press('Shift+V');
    await expect(page.getByRole('region', { name: 'Save as test' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Save as test' })).toHaveCount(0);
    await expect(bar).toBeVisible();
    await debuggerPage.slider.focus();
    await page.keyboard.press('Escape');
    await expect(bar).toBeHidden();
    await expect(page.getByTestId('ghost')).toHaveCount(0);
    await expect(debuggerPage.state.getByLabel('Against')).toHaveValue('parent');
    await page.goBack();
    await expect(bar).toBeVisible();
    await bar.getByRole('button', { name: 'Compare no longer' }).click();
    await expect(bar).toBeHidden();
  });
  expect(fork.name).toBe('better');
});

test('two threads are compared from the list, and the address holds it', async ({ page, request, server }) => {
  await startApproval(request, server.url);
  await startApproval(request, server.url, 'our last release');
  const threads = new ThreadsPage(page);
  await threads.open(server.url);
  await expect(threads.rows).toHaveCount(2);
  for (const row of await threads.rows.all()) await row.getByRole('checkbox').check();
  await page.getByRole('link', { name: 'Compare 2 chosen' }).click();
  const debuggerPage = new DebuggerPage(page);
  const bar = barOf(page);
  await expect(bar.getByRole('status')).toContainText('states differ from step 0: topic · same path');
  await page.keyboard.press('d');
  await expect(differencesOf(debuggerPage)).toContainText('our last release');

  await page.reload();
  await debuggerPage.expectStep(/^step 0 of/);
  await expect(bar.getByRole('status')).toContainText('states differ from step 0: topic');
  await expect(differencesOf(debuggerPage)).toContainText('our last release');
});

test('lines that are the same say so', async ({ page, request, server }) => {
  const one = await startApproval(request, server.url);
  const same = await startApproval(request, server.url);
  await page.goto(`${server.url}/threads/${one}?withThread=${same}&tab=diff&compare=beside`);
  await expect(barOf(page).getByRole('status')).toHaveText('no difference');
  await expect(barOf(page).getByRole('button', { name: 'Where they part' })).toBeDisabled();
  await expect(new DebuggerPage(page).state).toContainText('Both states are equal.');
});

test.describe('what is not there', () => {
  test.use({ failsRequests: true });

  test('a thread that is deleted meanwhile is told, and one leaves', async ({ page, request, server }) => {
    const one = await startApproval(request, server.url);
    const other = await startApproval(request, server.url);
    await page.goto(`${server.url}/threads/${one}?withThread=${other}&tab=diff&compare=beside`);
    const bar = barOf(page);
    await expect(bar.getByRole('status')).toHaveText('no difference');
    await request.delete(`${server.url}/api/threads/${other}`);
    await expect(bar.getByRole('status')).toContainText('There is no such thread, or it was deleted.');
    const { state } = new DebuggerPage(page);
    await expect(state).toContainText('The other line is not there');
    await state.getByLabel('Against').selectOption('the step before');
    await expect(state.getByRole('region', { name: 'Differences' })).toContainText('published');
    await bar.getByRole('button', { name: 'Compare no longer' }).click();
    await expect(bar).toBeHidden();
    await page.goto(`${server.url}/threads/${one}?with=gone`);
    await expect(bar.getByRole('status')).toContainText('There is no such branch');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('a comparison has no accessibility violation', async ({ page, request, server }) => {
      const { threadId, main, fork } = await forkApproval(request, server.url, 'better');
      await page.goto(
        `${server.url}/threads/${threadId}?branch=${main.branchId}&with=${fork.branchId}&tab=diff&compare=end`,
      );
      await expect(barOf(page).getByRole('status')).toContainText('paths part');
      await expect(differencesOf(new DebuggerPage(page))).toContainText('remark');
      await expect(page.getByTestId('ghost')).toBeAttached();
      await expectNoAxeViolations(page);
    });
  });
}
