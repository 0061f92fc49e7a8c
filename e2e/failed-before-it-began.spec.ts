import { test as changingTest } from './fixtures/changing-graph';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('a run that fails before its first step tells why, on a new thread and on one with steps', async ({
  page,
  server,
}) => {
  const api = `${server.url}/api/threads`;
  const run = (input: object) =>
    page.request.post(`${api}/early/runs/wait`, { data: { assistant_id: 'workflow', input } });
  await page.request.post(api, { data: { thread_id: 'early' } });
  await run({ total_steps: 'many' });
  await page.goto(`${server.url}/threads/early`);
  const debuggerPage = new DebuggerPage(page);
  const told = page.getByRole('banner').getByRole('alert');
  await expect(debuggerPage.status).toContainText('Failed');
  await expect(told).toContainText('The run failed before its first step.');
  await expect(told).toContainText('total_steps');
  await expectNoAxeViolations(page);

  await run({ total_steps: 2 });
  await expect(debuggerPage.status).toContainText('Done');
  await expect(told).toBeHidden();
  await run({ total_steps: 'more' });
  await expect(told).toContainText('total_steps');
  await page.reload();
  await expect(told).toContainText('total_steps');
  await page.getByRole('banner').getByRole('button', { name: 'Close' }).click();
  await expect(told).toBeHidden();
});

const graphWith = (node: string) => `
import { Annotation, END, START, StateGraph } from 'retrograph';
export const graph = new StateGraph(Annotation.Root({ n: Annotation }))
  .addNode('first', () => ({ n: 1 }))
  .addNode('${node}', () => ({ n: 2 }))
  .addEdge(START, 'first').addEdge('first', '${node}').addEdge('${node}', END)
  .compile({ name: 'changing', interruptBefore: ['${node}'] });
`;

changingTest(
  'a run that would go on at a node that the graph lost tells so',
  async ({ page, server, change, openRun }) => {
    await change(graphWith('old_way'));
    const debuggerPage = await openRun({ n: 0 });
    await expect(debuggerPage.status).toContainText('held');
    await change(graphWith('new_way'));
    await page.request.post(`${server.url}/api/threads/a/runs/wait`, {
      data: { assistant_id: 'changing', input: null },
    });
    const told = page.getByRole('banner').getByRole('alert');
    await expect(debuggerPage.status).toContainText('Failed');
    await expect(told).toContainText('The checkpoint goes on at "old_way", which this graph no longer has');
    await page.reload();
    await expect(told).toContainText('fork from an earlier step');
  },
);
