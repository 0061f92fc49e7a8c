import { fileURLToPath } from 'node:url';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('a fork inside a subgraph edits its state, says what follows, and leaves the original as it is', async ({
  page,
  server,
}) => {
  await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'a', input: {} }));
  const debuggerPage = new DebuggerPage(page);
  const { inside } = debuggerPage;
  await debuggerPage.button('Open the graph inside child').click();
  await debuggerPage.button('Look inside child').click();
  await expect(inside.steps).toHaveText(['-1input', '0start', '1gatherask asks']);
  await expect(inside.shown).toHaveAccessibleName('step 1 inside, gather, ask asks');
  await expect(debuggerPage.channel('value')).toContainText('2←was 1');
  await expect(debuggerPage.question('ask')).toContainText('How much to add?');
  await expectNoAxeViolations(page);

  await inside.step('start').click();
  await expect(debuggerPage.node('gather in child')).toHaveAccessibleName(/runs next/);
  await page.goBack();
  await expect(inside.shown).toHaveAccessibleName(/gather/);
  await page.goForward();
  await page.reload();
  await expect(inside.shown).toHaveAccessibleName(/start/);
  for (const name of ['Diff', 'Tasks', 'Raw', 'State']) {
    await debuggerPage.tab(name).click();
    await expect(debuggerPage.state.getByRole('alert')).toBeHidden();
  }
  await debuggerPage.tab('Tasks').click();
  await expect(debuggerPage.state.getByRole('region', { name: 'Ran from here' })).toContainText('gather');

  await debuggerPage.button('Edit & fork').click();
  await page.getByRole('region', { name: 'Channel value', exact: true }).getByRole('textbox').fill('40');
  await expect(debuggerPage.preview).toContainText(/Runs next inside:\s*gather/);
  await expect(debuggerPage.preview).toContainText(/Then the graph around goes on after child:\s*after/);
  await expect(debuggerPage.preview).toContainText('Really run again, with their side effects: gather');
  await expectNoAxeViolations(page);
  await debuggerPage.button('Fork').click();
  await expect(inside.shown).toHaveAccessibleName('step 2 inside, edit');
  await debuggerPage.expectStep(/step 2 of 2, fork/);
  await expect(debuggerPage.branches).toHaveCount(2);
  await expect(debuggerPage.status).toContainText('Stopped');

  await debuggerPage.button('Continue').click();
  await expect(debuggerPage.status).toContainText('Waiting');
  await expect(debuggerPage.question('child')).toBeVisible();
  await page.keyboard.press('i');
  await expect(inside.steps).toHaveText(['1fork', '2edit', '3gatherask asks']);
  await debuggerPage.question('ask').getByRole('combobox').selectOption('json');
  await debuggerPage.question('ask').getByRole('textbox').fill('1');
  await debuggerPage.question('ask').getByRole('button', { name: 'Answer' }).click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.channel('value')).toContainText('84');

  await page.getByLabel('Branch shown').selectOption({ index: 0 });
  await expect(debuggerPage.question('child')).toBeVisible();
  await page.keyboard.press('i');
  await expect(inside.steps).toHaveText(['-1input', '0start', '1gatherask asks']);
});

test('a fork inside a subgraph by keys alone, of a fork inside', async ({ page, server }) => {
  await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'b', input: {} }));
  const debuggerPage = new DebuggerPage(page);
  const { inside } = debuggerPage;
  await expect(debuggerPage.node('child')).toHaveAccessibleName(/waits for an answer/);
  const editTo = async (value: string) => {
    await page.keyboard.press('e');
    const field = page.getByRole('region', { name: 'Channel value', exact: true }).getByRole('textbox');
    await expect(field).toBeVisible();
    for (let tabs = 0; tabs < 40 && !(await field.evaluate((each) => each === document.activeElement)); tabs++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(value);
    await expect(debuggerPage.preview).toContainText(new RegExp(`now\\s*value:\\s*${value}`));
    await expect(debuggerPage.button('Fork')).toBeEnabled();
    await page.keyboard.press('ControlOrMeta+Enter');
  };
  await page.keyboard.press('i');
  await expect(inside.shown).toHaveAccessibleName(/gather/);
  await page.keyboard.press('[');
  await expect(inside.shown).toHaveAccessibleName(/start/);
  await editTo('7');
  await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(2);
  await expect(debuggerPage.status).toContainText('Waiting');
  await expect(debuggerPage.question('child')).toBeVisible();

  await page.keyboard.press('i');
  await expect(inside.shown).toHaveAccessibleName(/step 3 inside, gather, ask asks/);
  await expect(debuggerPage.channel('value')).toContainText('8');
  await page.keyboard.press('[');
  await expect(inside.shown).toHaveAccessibleName(/edit/);
  await page.keyboard.press(']');
  await editTo('30');
  await expect(page.getByLabel('Branch shown').getByRole('option')).toHaveCount(3);
  await expect(debuggerPage.question('child')).toBeVisible();
  await page.keyboard.press('i');
  await expect(debuggerPage.channel('value')).toContainText('30');
  await page.keyboard.press('u');
  await expect(inside.steps).toHaveCount(0);
});

test('three levels deep: the crumbs lead out, and the innermost graph is forked with all around it', async ({
  page,
  server,
}) => {
  await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'c', input: {} }));
  const answer = { assistant_id: 'inside', command: { resume: 5 } };
  await page.request.post(`${server.url}/api/threads/c/runs/wait`, { data: answer });
  const debuggerPage = new DebuggerPage(page);
  const { inside } = debuggerPage;
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/node child/);
  await debuggerPage.button('Open the graph inside child').click();
  await debuggerPage.button('Open the graph inside check').click();
  await debuggerPage.button('Look inside check').click();
  await expect(inside.crumbs.getByRole('listitem')).toHaveText([/^inside step 2$/, 'child', 'check']);
  await expect(inside.shown).toHaveAccessibleName(/weigh/);
  await inside.step('start').click();
  await debuggerPage.button('Edit & fork').click();
  await page.getByRole('region', { name: 'Channel value', exact: true }).getByRole('textbox').fill('50');
  await expect(debuggerPage.preview).toContainText(/Then child goes on after check:\s*to its end/);
  await expect(debuggerPage.preview).toContainText(/Then the graph around goes on after child:\s*after/);
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.channel('value')).toContainText('100');

  await page.goBack();
  await expect(inside.crumbs).toBeVisible();
  await inside.crumbs.getByRole('button', { name: 'child' }).click();
  await expect(inside.shown).toHaveAccessibleName(/step 2 inside, ask/);
  await inside.crumbs.getByRole('button', { name: /^inside/ }).click();
  await expect(inside.crumbs).toBeHidden();
  await debuggerPage.expectStep(/node child/);
});

test.describe('an address of what is not there', () => {
  test.use({ failsRequests: true });
  test('says so, and leads back', async ({ page, server }) => {
    const url = await recordThread(page.request, server.url, { graph: 'inside', threadId: 'd', input: {} });
    await page.goto(`${url}?ns=child:nobody`);
    const debuggerPage = new DebuggerPage(page);
    await expect(debuggerPage.state).toContainText('There is nothing stored inside here');
    await debuggerPage.button('Back to the thread’s own step').click();
    await expect(debuggerPage.question('child')).toBeVisible();
    await debuggerPage.scrubBackTo(/start/);
    await page.keyboard.press('i');
    await expect(page.getByRole('status').filter({ hasText: 'No node of this step holds a graph.' })).toBeVisible();
  });
});
