import { fileURLToPath } from 'node:url';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('300 nodes have a small map, stay where they are while scrubbing, and the one of the step is found', async ({
  page,
  server,
}) => {
  const run = { graph: 'large', threadId: 'a', input: {}, mostSteps: 100 };
  await page.goto(await recordThread(page.request, server.url, run));
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.expectStep(/^step 60 of 60/);
  const first = debuggerPage.node('node_0_2');
  await expect(first).toHaveAccessibleName(/ran before, 1 run/);
  await expect(page.getByRole('img', { name: 'Small map of the graph' })).toBeVisible();
  await expect(debuggerPage.graph.getByRole('button', { name: /^node node_/ })).toHaveCount(300);
  await expectNoAxeViolations(page);

  const before = await first.boundingBox();
  for (let step = 59; step >= 40; step--) await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step 40 of 60/);
  expect(await first.boundingBox()).toEqual(before);

  const there = debuggerPage.graph.getByRole('button', { name: /^node node_39_\d, ran in this step/ });
  await expect(there).not.toBeInViewport();
  await debuggerPage.button('Show what this step is about').click();
  await expect(there).toBeInViewport();
  await debuggerPage.button('Show the whole graph').click();
  await expect(first).toBeInViewport();
  await expect(there).toBeInViewport();
});
