import { test } from './fixtures/changing-graph';
import { expect } from './fixtures/story';

const graphWith = (middle: string) => `
import { Annotation, END, START, StateGraph } from 'retrograph';
const State = Annotation.Root({ n: Annotation });
export const graph = new StateGraph(State)
  .addNode('first', () => ({ n: 1 }))
  .addNode('${middle}', () => ({ n: 2 }))
  .addEdge(START, 'first').addEdge('first', '${middle}').addEdge('${middle}', END)
  .compile({ name: 'changing' });
`;

test('a node that the graph lost is still told of the steps that it made, apart from the graph', async ({
  page,
  change,
  openRun,
}) => {
  await change(graphWith('old_way'));
  const debuggerPage = await openRun({ n: 0 });
  await expect(debuggerPage.node('old_way')).toHaveAccessibleName(/^node old_way, ran in this step, 1 run, [^,]*$/);

  await change(graphWith('new_way'));
  await expect(debuggerPage.node('new_way')).toHaveAccessibleName('node new_way, not run yet');
  await expect(debuggerPage.node('old_way')).toHaveAccessibleName(/ran in this step.*no longer in the graph$/);
  await page.reload();
  await debuggerPage.node('old_way').click();
  const details = debuggerPage.nodeDetails('old_way');
  await expect(details).toContainText('Not known: the graph that is loaded now plans other tasks');
  await expect(details).toContainText('1 step on this path ran it');
});

const graphWithKey = (key: string, middle: string) => `
import { Annotation, END, START, StateGraph } from 'retrograph';
const State = Annotation.Root({ n: Annotation, ${key}: Annotation });
export const graph = new StateGraph(State)
  .addNode('first', () => ({ n: 1, ${key}: 'here' }))
  .addNode('${middle}', () => ({ n: 2 }))
  .addConditionalEdges('first', function way({ n }) { return n > 0 ? '${middle}' : END; }, ['${middle}', END])
  .addEdge(START, 'first').addEdge('${middle}', END)
  .compile({ name: 'changing' });
`;

test('a watch, a search, a breakpoint, a route and a replay of what the graph lost each say so, and the rest works', async ({
  page,
  change,
  openRun,
}) => {
  await change(graphWithKey('plan', 'old_way'));
  const debuggerPage = await openRun({ n: 0 });
  await debuggerPage.channel('plan').click();
  await page.keyboard.press('w');
  await page.getByRole('button', { name: 'Breakpoint before old_way' }).click();
  await change(graphWithKey('outline', 'new_way'));
  await page.reload();

  await debuggerPage.state
    .getByRole('list', { name: 'Watched values' })
    .getByRole('button', { name: 'plan' })
    .first()
    .click();
  await expect(debuggerPage.pickedValue).toContainText('First written at step 1 by first');

  await page.keyboard.press('/');
  const bar = page.getByRole('search', { name: 'Find over history' });
  await bar.getByLabel('Expression').fill('plan = "here"');
  await expect(bar.getByRole('status')).toHaveText('No hits of 4: the state of this graph has no "plan".');
  await bar.getByLabel('Expression').fill('n = 1');
  await expect(bar.getByRole('status')).toContainText('1 hit of 4');
  await debuggerPage.button('First hit').click();
  await debuggerPage.expectStep(/^step 1 of 2/);

  await debuggerPage.node('first').click();
  const routes = debuggerPage.nodeDetails('first').getByRole('list', { name: 'Routes of first' });
  await expect(routes).toContainText('Went to old_way because way answered old_way');
  await expect(debuggerPage.button('Replay from here')).toHaveAccessibleDescription(
    'It goes on at "old_way", which the graph no longer has: run from an earlier step, or edit this one.',
  );

  await debuggerPage.slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 0 of/);
  await debuggerPage.button('Replay from here').click();
  await debuggerPage.button('Replay now').click();
  await expect(debuggerPage.status).toContainText('Done');
  await expect(debuggerPage.node('new_way')).toHaveAccessibleName(/ran in this step/);
});
