import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordThread } from './fixtures/recorded-thread';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

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
  server,
}) => {
  await server.stop();
  const file = join(server.directory, 'changing.ts');
  writeFileSync(file, graphWith('old_way'));
  writeFileSync(
    join(server.directory, 'retrograph.json'),
    JSON.stringify({ graphs: { changing: './changing.ts:graph' } }),
  );
  await server.start();
  await page.goto(await recordThread(page.request, server.url, { graph: 'changing', threadId: 'a', input: { n: 0 } }));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.node('old_way')).toHaveAccessibleName(/^node old_way, ran in this step, 1 run, [^,]*$/);

  writeFileSync(file, graphWith('new_way'));
  await page.request.post(`${server.url}/api/debugger/graphs/reload`);
  await expect(debuggerPage.node('new_way')).toHaveAccessibleName('node new_way, not run yet');
  await expect(debuggerPage.node('old_way')).toHaveAccessibleName(/ran in this step.*no longer in the graph$/);
  await page.reload();
  await debuggerPage.node('old_way').click();
  const details = debuggerPage.nodeDetails('old_way');
  await expect(details).toContainText('Not known: the graph that is loaded now plans other tasks');
  await expect(details).toContainText('1 step on this path ran it');
});
