import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { StartPage } from './pages/start-page';
import { ThreadsPage } from './pages/threads-page';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('old checkpoints of a chosen thread are shown, then removed, and its question stays', async ({
      page,
      server,
    }) => {
      const start = new StartPage(page);
      await start.open(server.url);
      await start.chooseGraph('approval');
      const debuggerPage = await start.run();
      await expect(debuggerPage.question('review')).toBeVisible();

      const threads = new ThreadsPage(page);
      await threads.open(server.url);
      const row = threads.row('approval');
      await expect(row).toContainText(/\d(\.\d)? (B|KB)/);
      await row.getByRole('checkbox').check();
      await page.keyboard.press('Escape');
      await threads.button('Prune 1 chosen').press('Enter');
      const pane = threads.pane('1 thread');
      await expect(pane).toBeFocused();
      await expect(pane).toContainText('Nothing would go');
      await expectNoAxeViolations(page);

      await pane.getByLabel('What may go').selectOption('latest');
      await expect(pane.getByRole('status')).toContainText(/[1-9] checkpoints? of 1 thread would go and free/);
      await expectNoAxeViolations(page);

      await pane.getByRole('button', { name: /^Remove/ }).press('Enter');
      await expect(pane.getByRole('button', { name: 'Keep' })).toBeFocused();
      await expectNoAxeViolations(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(pane.getByRole('status')).toContainText(/checkpoints? of 1 thread removed/);
      await expect(row.getByRole('cell').nth(4)).toHaveText('1');

      await pane.getByRole('button', { name: 'Close pruning' }).click();
      await expect(pane).toBeHidden();
      await row.getByRole('link').click();
      await expect(debuggerPage.question('review')).toBeVisible();
    });
  });
}
