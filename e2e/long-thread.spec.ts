import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startThread } from './fixtures/made-threads';
import { test as base, expect } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const GRAPH = `
import { Annotation, END, START, StateGraph } from 'retrograph';
export const counter = new StateGraph(Annotation.Root({ until: Annotation, count: Annotation }))
  .addNode('count', ({ count }) => ({ count: (count ?? 0) + 1 }))
  .addEdge(START, 'count')
  .addConditionalEdges('count', ({ count, until }) => (count < until ? 'count' : END), ['count', END])
  .compile({ name: 'counter' });
`;

const test = base.extend({
  directory: async ({ directory }, use) => {
    writeFileSync(join(directory, 'graphs.ts'), GRAPH);
    writeFileSync(join(directory, 'retrograph.json'), JSON.stringify({ graphs: { counter: './graphs.ts:counter' } }));
    await use(directory);
  },
});

test('a thread of 10,000 checkpoints opens, and one drag leads over all of it', async ({ page, server, request }) => {
  const threadId = await startThread(request, server.url, 'counter', { until: 9_998 });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 9998 of 9998, node count, end/);
  await expect(page.getByText('10,000 checkpoints')).toBeVisible();

  await debuggerPage.button('Show the whole thread').click();
  const box = await page.getByTestId('lanes').boundingBox();
  if (box === null) throw new Error('The timeline has no lanes.');
  await page.mouse.move(box.x + box.width - 80, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 20, { steps: 20 });
  await page.mouse.up();
  await debuggerPage.expectStep(/^step -1 of 9998, input/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 1 of 9998/);
  await expect(debuggerPage.channel('count')).toContainText('1');
});
