import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test.use({ failsRequests: true });

for (const [how, signal] of [
  ['Ctrl-C', 'SIGINT'],
  ['kill -9', 'SIGKILL'],
] as const) {
  test(`a run survives ${how} of the server: it is shown as stopped, and Continue finishes it`, async ({
    page,
    server,
  }) => {
    const start = new StartPage(page);
    await start.open(server.url);
    await start.chooseGraph('workflow');
    await start.field('delay_ms').fill('1500');
    const debuggerPage = await start.run();
    await expect(debuggerPage.node('process')).toHaveAccessibleName(/running now/);
    await debuggerPage.expectStep(/^step 2 of 2, node process/);

    await server.stop(signal);
    await server.start();
    await page.reload();
    await expect(debuggerPage.status).toContainText('Stopped');
    await expect(debuggerPage.status).toContainText('the server stopped while it ran');

    await debuggerPage.button('Continue').click();
    await expect(debuggerPage.status).toContainText('Done');
    await debuggerPage.expectStep(/^step 5 of 5, node process, end/);
    await debuggerPage.expand('steps_completed');
    const done = debuggerPage.state.getByRole('treeitem').filter({ hasText: 'Completed step' });
    await expect(done).toHaveText([1, 2, 3, 4, 5].map((step) => new RegExp(`Completed step ${step}`)));
  });
}
