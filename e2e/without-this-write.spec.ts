import { test as changingTest } from './fixtures/changing-graph';
import { openGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('what a step added to a list is struck, seen to be gone at the end, and forked without', async ({
      page,
      server,
    }) => {
      const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
      await debuggerPage.scrubBackTo(/^step 2 of/);
      await debuggerPage.tab('Tasks').click();
      await debuggerPage.button('Without what model wrote…').click();
      const pane = page.getByRole('region', { name: 'Without this write', exact: true });
      await expect(pane).toBeFocused();
      await expect(pane).toContainText('Struck: what model wrote at step 2');
      await page.getByLabel('Which of its writes').selectOption('messages');
      await expect(pane.getByRole('list', { name: 'Struck writes' }).getByRole('listitem')).toHaveCount(1);
      const atEnd = pane.getByRole('region', { name: 'At step 4, without the write' });
      await expect(atEnd).toContainText('Answer 1');
      await expect(atEnd).not.toContainText('Answer 2');
      await pane.getByRole('button', { name: 'At step 2' }).click();
      await expect(pane.getByRole('region', { name: 'At step 2, without the write' })).toContainText('Answer 1');
      await expect(pane).toContainText('No node ran for this.');
      await expect(pane).toContainText(/Runs next:\s*model/);
      await expectNoAxeViolations(page);
      await page.keyboard.press('Escape');
      await expect(pane).toHaveCount(0);

      await debuggerPage.button('Without what model wrote…').click();
      await page.getByLabel('Which of its writes').selectOption('messages');
      await pane.getByRole('button', { name: 'Fork without it' }).click();
      await expect(debuggerPage.branches).toHaveCount(2);
      await debuggerPage.expectStep(/^step 3 of 3, edit/);
      await expect(page.getByLabel('Branch shown')).toContainText('without model');
      await debuggerPage.tab('State').click();
      await debuggerPage.channel('messages').click();
      await expect(debuggerPage.pickedValue).toContainText('by a person who struck what model wrote at step 2');
      await page.getByLabel('Branch shown').selectOption({ index: 0 });
      await expect(debuggerPage.status).toContainText('Done');
    });
  });
}

test('of a value that several steps write, a later write stands', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await debuggerPage.channel('turns').click();
  await expect(debuggerPage.pickedValue).toContainText('Written at step 3 by model');
  await debuggerPage.pickedValue.getByRole('button', { name: 'Without this write…' }).click();
  const pane = page.getByRole('region', { name: 'Without this write', exact: true });
  await expect(pane.getByRole('region', { name: 'At step 4, without the write' })).toContainText(
    /was turns:3.*now turns:2/s,
  );
  await page.keyboard.press('Escape');
  await debuggerPage.scrubBackTo(/^step 1 of/);
  await debuggerPage.tab('Tasks').click();
  await debuggerPage.button('Without what model wrote…').click();
  await page.getByLabel('Which of its writes').selectOption('turns');
  await expect(pane).toContainText('The state would be the same: later writes outweigh it.');
  await page.keyboard.press('Control+Enter');
  await expect(debuggerPage.branches).toHaveCount(2);
  await expect(debuggerPage.status).toContainText('Done');
});

const graphWith = (channel: string) => `
import { Annotation, END, START, StateGraph } from 'retrograph';
const State = Annotation.Root({ ${channel}: Annotation });
export const graph = new StateGraph(State)
  .addNode('first', () => ({ ${channel}: 1 }))
  .addNode('second', () => ({ ${channel}: 2 }))
  .addEdge(START, 'first').addEdge('first', 'second').addEdge('second', END)
  .compile({ name: 'changing' });
`;

changingTest.describe('of other code', () => {
  changingTest.use({ failsRequests: true });
  changingTest('a channel that the graph lost is said to be gone, in its place', async ({ page, change, openRun }) => {
    await change(graphWith('amount'));
    const debuggerPage = await openRun({ amount: 0 });
    await debuggerPage.tab('Tasks').click();
    await expect(debuggerPage.button('Without what second wrote…')).toBeVisible();
    await change(graphWith('sum'));
    await debuggerPage.button('Without what second wrote…').click();
    const pane = page.getByRole('region', { name: 'Without this write', exact: true });
    await expect(pane).toContainText('It can’t be shown without this write of step 2');
    await expect(pane).toContainText('the graph no longer has "amount"');
    await expect(pane.getByRole('button', { name: 'Fork without it' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(debuggerPage.tab('Tasks')).toBeVisible();
  });
});
