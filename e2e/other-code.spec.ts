import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runElsewhere } from './fixtures/api';
import { test as base, expect, expectNoAxeViolations } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const GRAPH = `import { Annotation, END, START, StateGraph } from 'retrograph';
const State = Annotation.Root({ text: Annotation });
export const graph = new StateGraph(State)
  .addNode('write', () => ({ text: 'written' }))
  .addEdge(START, 'write')
  .addEdge('write', END)
  .compile();
`;
const CHECKED = GRAPH.replace(
  `.addEdge('write', END)`,
  `.addNode('check', () => ({}))\n  .addEdge('write', 'check')\n  .addEdge('check', END)`,
);

const test = base.extend({
  directory: async ({ directory }, use) => {
    writeFileSync(join(directory, 'retrograph.json'), JSON.stringify({ graphs: { own: './own.ts' } }));
    writeFileSync(join(directory, 'own.ts'), GRAPH);
    await use(directory);
  },
});

test('a run made with other code than the graph has now says so, and what differs', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'own', input: { text: '' } });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/node write, end$/);
  await expect(page.getByRole('note', { name: 'Who made this step' })).toHaveText('Run by another client');
  await expect(debuggerPage.button('Run with other code')).toBeHidden();

  writeFileSync(join(directory, 'own.ts'), GRAPH.replace('written', 'written better'));
  await request.post(`${server.url}/api/debugger/graphs/reload`);
  await debuggerPage.button('Run with other code').click();
  const difference = page.getByRole('region', { name: 'What differs' });
  await expect(difference).toContainText('its shape is the same');

  writeFileSync(join(directory, 'own.ts'), CHECKED);
  await request.post(`${server.url}/api/debugger/graphs/reload`);
  await expect(difference.getByRole('listitem')).toHaveText([
    'node added: check',
    'edges added: write → check, check → end',
    'edge removed: write → end',
  ]);
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await expect(difference).toBeHidden();

  await runElsewhere(request, server.url, { graphId: 'own', input: { text: '' }, threadId });
  await debuggerPage.expectStep(/node check, end$/);
  await expect(debuggerPage.button('Run with other code')).toBeHidden();
});
