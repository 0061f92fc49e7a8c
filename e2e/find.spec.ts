import { runElsewhere } from './fixtures/api';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const INPUT = { task: 'x', total_steps: 6 };

test('an expression is found over the history, and becomes a breakpoint', async ({ page, request, server }) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: INPUT });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 6 of 6/);
  await page.keyboard.press('/');
  const bar = page.getByRole('search', { name: 'Find over history' });
  const field = bar.getByLabel('Expression');
  const status = bar.getByRole('status');
  await expect(field).toBeFocused();

  await field.fill('current_step >');
  await expect(status).toHaveText('Unexpected end of expression, at character 14.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(debuggerPage.button('Make it a breakpoint')).toBeDisabled();
  await field.fill('current_step = 3 or current_step = 5');
  await expect(status).toContainText(/^2 hits of 8 · \d+/);
  await expect(page.getByRole('img', { name: '2 hits on the timeline' })).toBeVisible();
  await expectNoAxeViolations(page);
  await expect(bar).toMatchAriaSnapshot(`
    - search "Find over history":
      - textbox "Expression"
      - combobox "Where to search":
        - option "this branch" [selected]
        - option "all branches"
      - status: /2 hits of 8/
      - button "Previous hit"
      - button "Next hit"
      - button "First hit"
      - button "Make it a breakpoint"
      - button "Close the search"
  `);

  await field.press('Shift+Enter');
  await debuggerPage.expectStep(/^step 4 of 6/);
  await debuggerPage.button('First hit').click();
  await debuggerPage.expectStep(/^step 2 of 6/);
  await field.press('Enter');
  await debuggerPage.expectStep(/^step 4 of 6/);
  await debuggerPage.slider.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await debuggerPage.expectStep(/^step 2 of 6/);

  await page.reload();
  await expect(field).toHaveValue('current_step = 3 or current_step = 5');
  await expect(status).toContainText('2 hits of 8');
  await debuggerPage.expectStep(/^step 2 of 6/);

  await debuggerPage.button('Make it a breakpoint').click();
  await expect(debuggerPage.button('1 breakpoint')).toBeVisible();
  await debuggerPage.button('Show the breakpoint').click();
  await expect(page.getByRole('list', { name: 'Breakpoints' }).getByLabel('Condition')).toHaveValue(
    'current_step = 3 or current_step = 5',
  );
  await page.keyboard.press('Escape');

  // The run that is replayed from here stops where it becomes true again; its steps are searched as they come.
  await bar.getByLabel('Where to search').selectOption('all branches');
  await debuggerPage.button('Replay from here').click();
  await debuggerPage.button('Replay now').click();
  await expect(debuggerPage.status).toContainText('held once current_step = 3 or current_step = 5');
  await expect(status).toContainText(/^4 hits of 11 · /);

  await field.focus();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(page).not.toHaveURL(/[?&]find=/);
});

test('what cannot be evaluated, or has no end, is told in its place', async ({ page, request, server }) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: INPUT });
  const search = (expression: string) =>
    page.goto(`${server.url}/threads/${threadId}?find=${encodeURIComponent(expression)}`);
  const status = page.getByRole('search').getByRole('status');
  await search('current_step = 2 ? $error("two is wrong") : current_step = 4');
  await expect(status).toContainText('1 hit of 8');
  await expect(status).toContainText('Could not be evaluated at 1 step, such as step 1: two is wrong.');

  await search('( $f := function($x){ $f($x) }; $f(1) )');
  await expect(status).toContainText('The expression was too costly at 3 steps', { timeout: 40_000 });
  await page.getByLabel('Expression').fill('missing.key');
  await expect(status).toContainText('No hits of 8');
});

const ENDLESS = '($f := function($x){ $f($x) }; $f(1))';

test('a search can be ended while its expression is tried, and while the steps are searched', async ({
  page,
  request,
  server,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: INPUT });
  const bar = page.getByRole('search');
  const end = async () => {
    await bar.getByRole('button', { name: 'End the search' }).click();
    await expect(bar.getByRole('status')).toHaveText('The search was ended.');
    await expect(bar.getByRole('button', { name: 'Search on' })).toBeVisible();
  };
  // No answer comes until the search has been ended, however fast the machine is.
  await page.route('**/conditions/check', () => undefined);
  await page.goto(`${server.url}/threads/${threadId}?find=${encodeURIComponent(ENDLESS)}`);
  await end();

  await page.unroute('**/conditions/check');
  await page.route('**/find', () => undefined);
  const searching = page.waitForRequest('**/find');
  await page.getByLabel('Expression').fill('current_step = 3');
  await searching;
  await end();

  await page.unroute('**/find');
  await bar.getByRole('button', { name: 'Search on' }).click();
  await expect(bar.getByRole('status')).toContainText('1 hit of 8');
});
