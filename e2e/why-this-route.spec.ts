import { fileURLToPath } from 'node:url';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('a person sees why the graph went where it went, and what the router looked at', async ({ page, server }) => {
  const input = { score: 3, isUrgent: true };
  await page.goto(await recordThread(page.request, server.url, { graph: 'routes', threadId: 'a', input }));
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 1 of/);

  await debuggerPage.node('judge').click();
  const judge = debuggerPage.nodeDetails('judge');
  const routes = judge.getByRole('list', { name: 'Routes of judge' });
  await expect(routes).toContainText('Went to publish because byScore answered good.');
  await expect(routes).toContainText('Not taken: poor → revise, never → the end.');
  await expect(routes).toContainText(/score.*4.*isUrgent.*true/);
  await expect(routes).toContainText('Without a stored value: note.');
  await expect(page.locator('[data-route=taken]')).toHaveCount(1);
  await expect(page.locator('[data-route=other]')).toHaveCount(2);
  await expectNoAxeViolations(page);

  await debuggerPage.tab('Tasks').click();
  const ran = debuggerPage.state.getByRole('region', { name: 'Made this step' });
  await expect(ran.getByRole('list', { name: 'Routes of judge' })).toContainText('Went to publish');
  await ran.getByRole('button', { name: 'Show isUrgent in the state' }).press('Enter');
  const tree = debuggerPage.state.getByRole('tree', { name: 'State by channel' });
  await expect(tree).toBeFocused();
  const active = await tree.getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toContainText('isUrgent');
  await page.goBack();
  await expect(ran).toBeVisible();

  await debuggerPage.slider.focus();
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 2 of/);
  await expect(ran.getByRole('list', { name: 'Routes of publish' })).toContainText(
    'Went to the end because its Command said so.',
  );
  await expect(page.locator('[data-route]')).toHaveCount(0);
});

test('a click on a conditional edge opens the node that chose; one of the start, the step’s tasks', async ({
  page,
  server,
}) => {
  const input = { score: 0, isUrgent: false };
  await page.goto(await recordThread(page.request, server.url, { graph: 'routes', threadId: 'a', input }));
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 1 of/);
  await expect(debuggerPage.node('judge')).toBeVisible();
  await page.getByText('poor', { exact: true }).click();
  const routes = debuggerPage.nodeDetails('judge').getByRole('list', { name: 'Routes of judge' });
  await expect(routes).toContainText('Went to revise because byScore answered poor.');

  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 0 of/);
  const first = await page.locator('path[pointer-events=stroke]').evaluate((line: SVGPathElement) => {
    const { x, y } = line.getPointAtLength(60).matrixTransform(line.getScreenCTM() ?? undefined);
    return { x, y };
  });
  await page.mouse.click(first.x, first.y);
  const start = debuggerPage.state.getByRole('list', { name: 'Routes of __start__' });
  await expect(start).toContainText('Went to judge because router 1 answered judge.');
  await expect(start).toContainText('The router read nothing that had a value.');
});
