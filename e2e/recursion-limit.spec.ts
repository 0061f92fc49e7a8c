import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const STEPS = 40;
const LIMIT = /stopped after as many steps as its recursion limit/;

test('a fork of a long run goes as far as that one could', async ({ page, server }) => {
  const run = { graph: 'workflow', threadId: 'long', input: { total_steps: STEPS }, mostSteps: 100 };
  await page.goto(await recordThread(page.request, server.url, run));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Done');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 0 of/);
  await debuggerPage.button('Edit & fork').click();
  await page.getByRole('region', { name: 'Channel task', exact: true }).getByRole('textbox').fill('Other data');
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expectStep(new RegExp(`^step ${STEPS + 1} of .*, end`));
  await expect(debuggerPage.status).toContainText('Done');
});

test('a run that its recursion limit stopped says so, and continues', async ({ page, server }) => {
  const run = { graph: 'workflow', threadId: 'limited', input: { total_steps: STEPS } };
  await page.goto(await recordThread(page.request, server.url, run));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Failed');
  await expect(page.getByRole('alert').filter({ hasText: LIMIT })).toContainText('of 25 allows');
  await expectNoAxeViolations(page);
  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(page.getByRole('alert').filter({ hasText: LIMIT })).toBeHidden();
});
