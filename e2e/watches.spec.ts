import { openGraph, runGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

test('watched values narrow State and Diff, and mark the steps that changed them', async ({
  page,
  request,
  server,
}) => {
  const url = await runGraph(request, server.url, { graph: 'chat' });
  await page.goto(url);
  const debuggerPage = new DebuggerPage(page);
  const turns = debuggerPage.channel('turns');
  await turns.hover();
  await turns.getByRole('button', { name: 'Watch this value' }).click();
  const watched = debuggerPage.state.getByRole('list', { name: 'Watched values' });
  await expect(watched.getByRole('listitem')).toHaveText(['turns']);
  const lane = page.getByRole('img', { name: 'Watched values changed at 3 steps of this branch' });
  await expect(lane).toBeVisible();

  await debuggerPage.button('Watched only').click();
  await expect(debuggerPage.state.getByRole('treeitem')).toHaveCount(1);
  await expect(debuggerPage.channel('letter')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(watched.getByRole('listitem')).toHaveText(['turns, changed here']);
  await expectNoAxeViolations(page);

  await debuggerPage.tab('Diff').click();
  const differences = debuggerPage.state.getByRole('region', { name: 'Differences' });
  await expect(differences).toContainText('turns');
  await expect(differences).not.toContainText('letter');
  await page.keyboard.press('Shift+W');
  await expect(differences).toContainText('letter');

  await page.reload();
  await expect(watched.getByRole('listitem')).toHaveText(['turns, changed here']);
  await debuggerPage.button('Stop watching turns').click();
  await expect(watched).toHaveCount(0);
  await expect(page.getByRole('img', { name: /^Watched values/ })).toHaveCount(0);
});

test('a value is watched by key, and found where it is in a long list', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await debuggerPage.channel('letter').click();
  await page.keyboard.press('w');
  const watched = debuggerPage.state.getByRole('list', { name: 'Watched values' });
  await expect(watched.getByRole('listitem')).toHaveText(['letter']);
  await page.keyboard.press('w');
  await expect(watched).toHaveCount(0);
});
