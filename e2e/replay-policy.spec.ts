import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('a replay reuses what nodes wrote, stops where nothing is left, and goes on with a value typed in', async ({
  page,
  server,
}) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('fan-out');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');

  await debuggerPage.scrubBackTo(/^step 0 of/);
  await debuggerPage.button('Replay from here').click();
  await expect(page.getByText('plan really runs again, then, as the graph decides, work, join.')).toBeVisible();
  await debuggerPage.button('Execute, reuse or mock').click();
  await page.getByLabel('What work does').selectOption('Reuse what it wrote');
  await expect(
    page.getByText('plan really runs again, then, as the graph decides, join. work is reused.'),
  ).toBeVisible();
  await expectNoAxeViolations(page);
  await debuggerPage.button('Replay now').click();
  // The original is done too: it is the new branch once its tip is shown.
  await expect(debuggerPage.branches).toHaveCount(2);
  await debuggerPage.expectStep(/, end$/);
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/node work ×4, reused/);
  await expect(debuggerPage.node('work')).toHaveAccessibleName(/did not run in this step, 4 tasks, reused/);
  await expectNoAxeViolations(page);

  await debuggerPage.scrubBackTo(/, replay/);
  await debuggerPage.button('Edit & fork').click();
  await debuggerPage.button('JSON').click();
  await page.getByLabel('State, as JSON').fill('{ "items": ["a", "b", "c", "d", "e"] }');
  await debuggerPage.button('Execute, reuse or mock').click();
  await page.getByLabel('What work does').selectOption('Reuse what it wrote');
  await expect(page.getByText('Really run again, with their side effects: plan, join')).toBeVisible();
  await debuggerPage.button('Fork & run').click();
  const left = 'No recorded result of "work" is left: 5th occurrence.';
  await expect(debuggerPage.status).toContainText(left);
  await expect(debuggerPage.status).toContainText('Stopped');

  await debuggerPage.button('Continue').click();
  await page.getByLabel('What work does').selectOption('Mock');
  const mocked = page.getByLabel('What work returns, as JSON');
  await mocked.fill('{ "found": [] }');
  await expect(debuggerPage.button('Go on')).toBeDisabled();
  await mocked.fill('{ "findings": [{ "item": "by hand", "length": 7, "reversed": "dnah yb" }] }');
  await debuggerPage.button('Go on').click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.channel('summary')).toContainText('5 items examined');
  await debuggerPage.scrubBackTo(/node work ×5, 4 of 5 reused, 1 of 5 mocked/);
  await page.reload();
  await debuggerPage.expectStep(/node work ×5, 4 of 5 reused, 1 of 5 mocked/);
  await debuggerPage.node('work').click();
  await expect(page.getByText('did not run: its result is mocked').first()).toBeVisible();
});

test('a fork that is not run at once keeps what was chosen for its nodes', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('fan-out');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/^step 0 of/);
  await debuggerPage.button('Edit & fork').click();
  await debuggerPage.button('JSON').click();
  await page.getByLabel('State, as JSON').fill('{ "items": ["a", "b"] }');
  await debuggerPage.button('Execute, reuse or mock').click();
  await page.getByLabel('What work does').selectOption('Reuse what it wrote');
  await debuggerPage.button('Fork').click();
  await debuggerPage.expectStep(/, edit/);
  await expect(page).toHaveURL(/branch=/);
  await page.reload();
  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/node work ×2, reused/);
});
