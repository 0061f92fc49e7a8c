import { test } from './fixtures/gated-graph';
import { expect } from './fixtures/story';
import { StartPage } from './pages/start-page';

test.use({ failsRequests: true });

for (const [how, signal] of [
  ['Ctrl-C', 'SIGINT'],
  ['kill -9', 'SIGKILL'],
] as const) {
  test(`a run survives ${how} of the server: it is shown as stopped, and Continue finishes it`, async ({
    page,
    server,
    letEnd,
  }) => {
    const start = new StartPage(page);
    await start.open(server.url);
    await start.chooseGraph('gated');
    const debuggerPage = await start.run();
    letEnd(1, 2);
    await debuggerPage.expectStep(/^step 2 of 2, node work/);
    await expect(debuggerPage.node('work')).toHaveAccessibleName(/running now/);

    await server.stop(signal);
    await server.start();
    await page.reload();
    await expect(debuggerPage.status).toContainText('Stopped');
    await expect(debuggerPage.status).toContainText('the server stopped while it ran');

    letEnd(3, 4, 5);
    await debuggerPage.button('Continue').click();
    await expect(debuggerPage.status).toContainText('Done');
    await debuggerPage.expectStep(/^step 5 of 5, node work, end/);
    await debuggerPage.expand('done');
    const done = debuggerPage.state.getByRole('treeitem').filter({ hasText: 'Completed step' });
    await expect(done).toHaveText([1, 2, 3, 4, 5].map((step) => new RegExp(`Completed step ${step}`)));
  });
}
