import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';

const row = (page: Page, index: number) =>
  page.getByRole('list', { name: 'Breakpoints' }).getByRole('listitem').nth(index);

test('a breakpoint before a node holds the run there, and continuing goes past it', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('approval');
  const debuggerPage = await start.run();
  const gutter = page.getByRole('button', { name: 'Breakpoint before publish' });
  await gutter.click();
  await expect(gutter).toHaveAttribute('aria-pressed', 'true');
  await expect(debuggerPage.button('1 breakpoint')).toBeVisible();

  await debuggerPage.question('review').getByRole('button', { name: 'Yes' }).click();
  await expect(debuggerPage.status).toContainText('held before publish');
  await expect(debuggerPage.node('publish')).toHaveAccessibleName(/runs next/);
  await page.reload();
  await expect(debuggerPage.status).toContainText('held before publish');

  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.status).toContainText('Done');
  await gutter.click();
  await expect(debuggerPage.button('No breakpoints')).toBeVisible();
});

test('a condition is refused while it is wrong, and holds the run where it becomes true', async ({ page, server }) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Done');

  await debuggerPage.button('No breakpoints').click();
  await debuggerPage.button('Add a breakpoint').click();
  await row(page, 0).getByLabel('Node').selectOption({ label: 'once a condition becomes true' });
  const condition = row(page, 0).getByLabel('Condition');
  await condition.fill('$count(steps_completed) >');
  await expect(row(page, 0)).toContainText('Unexpected end of expression');
  await condition.fill('( $f := function($x){ $f($x) }; $f(1) )');
  await expect(row(page, 0)).toContainText('took longer than 1000 ms');
  await condition.fill('$count(steps_completed) = 3');
  await expect(row(page, 0)).toContainText('Does not hold on the state shown');
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await expect(debuggerPage.button('1 breakpoint')).toBeFocused();

  await test.step('what is typed counts, though the list is closed at once', async () => {
    await debuggerPage.button('1 breakpoint').click();
    await condition.fill('');
    await page.keyboard.press('Escape');
    await expect(debuggerPage.button('No breakpoints')).toBeVisible();
    await debuggerPage.button('No breakpoints').click();
    await condition.fill('$count(steps_completed) = 3');
    await page.keyboard.press('Escape');
    await expect(debuggerPage.button('1 breakpoint')).toBeVisible();
  });

  await debuggerPage.scrubBackTo(/^step 1 of/);
  await debuggerPage.button('Replay from here').click();
  await debuggerPage.button('Replay now').click();
  await expect(debuggerPage.status).toContainText('held once $count(steps_completed) = 3');
  await debuggerPage.expectStep(/^step 4 of 4, node process/);

  await debuggerPage.button('1 breakpoint').click();
  await row(page, 0).getByLabel('In force').uncheck();
  await expect(debuggerPage.button('No breakpoints')).toBeVisible();
  await row(page, 0).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test.describe('in a graph inside', () => {
  const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
  test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

  test('a breakpoint holds the run there, which is looked into, and continuing goes past it', async ({
    page,
    server,
  }) => {
    await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'a', input: {} }));
    const debuggerPage = new DebuggerPage(page);
    const { inside } = debuggerPage;
    await debuggerPage.button('Open the graph inside child').click();
    const gutter = page.getByRole('button', { name: 'Breakpoint before child › ask' });
    await gutter.click();
    await expect(gutter).toHaveAttribute('aria-pressed', 'true');
    await debuggerPage.scrubBackTo(/start/);
    await debuggerPage.button('Replay from here').click();
    await debuggerPage.button('Replay now').click();
    await expect(debuggerPage.status).toContainText('held before child › ask');
    await page.reload();
    await expect(debuggerPage.status).toContainText('held before child › ask');
    await expect(debuggerPage.node('ask in child')).toHaveAccessibleName(/runs next|not run yet/);

    await page.keyboard.press('i');
    await expect(inside.shown).toHaveAccessibleName('step 1 inside, gather');
    await expect(debuggerPage.node('ask in child')).toHaveAccessibleName(/runs next/);
    await expect(debuggerPage.channel('value')).toContainText('2');
    await page.keyboard.press('u');
    await debuggerPage.button('Continue').click();
    await expect(debuggerPage.question('child')).toBeVisible();
  });

  test('a task that got its answer and is held says where, and what runs while one looks inside', async ({
    page,
    server,
  }) => {
    await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'a', input: {} }));
    const debuggerPage = new DebuggerPage(page);
    await debuggerPage.button('Open the graph inside child').click();
    await page.getByRole('button', { name: 'Breakpoint before child › check' }).click();
    const question = debuggerPage.question('child');
    await question.getByRole('combobox').selectOption('json');
    await question.getByRole('textbox').fill('1');
    await question.getByRole('button', { name: 'Answer' }).click();
    const held = page.getByRole('list', { name: 'Held inside' });
    await expect(held).toContainText('child got its answer and is held by a breakpoint inside (before child › check)');
    await expect(debuggerPage.status).toContainText('held before child › check');
    // Nothing asks: the tab and the list say what the bar says.
    await expect(debuggerPage.status).toContainText('Stopped');
    await expect(page).toHaveTitle('inside a · Retrograph');
    await expect(page.locator('link[rel="icon"]')).toHaveCount(1);
    await expectNoAxeViolations(page);

    await held.getByRole('button', { name: 'Look inside' }).click();
    await expect(debuggerPage.inside.shown).toHaveAccessibleName(/ask/);
    await expect(debuggerPage.state).toContainText('Who wrote a value is told of the root graph’s state, not inside.');
    await expect(debuggerPage.button('Continue')).toHaveAccessibleDescription(
      'Acts on step 1 of inside, not on the step inside.',
    );
    await page.keyboard.press('u');
    await debuggerPage.button('Continue').click();
    await expect(debuggerPage.status).toContainText('Done');
    await debuggerPage.scrubBackTo(/node child/);
    await page.keyboard.press('i');
    await expect(debuggerPage.button('Replay from step 2')).toBeVisible();
  });
});
