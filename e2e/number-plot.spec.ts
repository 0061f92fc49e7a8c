import { openGraph, test } from './fixtures/state-graphs';
import { expect } from './fixtures/story';

test('a number of the state is plotted over the steps of the branch', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  const turns = debuggerPage.channel('turns');
  await turns.hover();
  await turns.getByRole('button', { name: 'Plot over the steps' }).click();
  const plot = debuggerPage.state.getByRole('img', { name: 'turns over 6 steps: from 1 to 3, least 1, most 3' });
  await expect(plot).toBeVisible();
  await expect(debuggerPage.state).toContainText('3 steps wrote it');
  await turns.hover();
  await turns.getByRole('button', { name: 'Plot over the steps' }).click();
  await expect(plot).toHaveCount(0);
});
