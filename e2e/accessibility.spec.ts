import { runElsewhere } from './fixtures/api';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, failsRequests: true });

    test('no page has an accessibility violation', async ({ page, server }) => {
      const start = new StartPage(page);
      await start.open(server.url);
      await expect(start.shape('approval')).toBeVisible();
      await expectNoAxeViolations(page);

      await start.chooseGraph('approval');
      await expect(start.field('topic')).toBeVisible();
      await expectNoAxeViolations(page);

      const debuggerPage = await start.run();
      await expect(debuggerPage.question('review')).toBeVisible();
      await expectNoAxeViolations(page);

      await debuggerPage.scrubBackTo(/node write/);
      await debuggerPage.tab('Diff').click();
      await expect(debuggerPage.state).toContainText('Draft 1');
      await expectNoAxeViolations(page);

      await debuggerPage.button('Edit & fork').click();
      await page
        .getByRole('region', { name: 'Channel draft' })
        .getByLabel('draft', { exact: true })
        .fill('Another draft');
      await expect(debuggerPage.preview).toContainText('Runs next');
      await expectNoAxeViolations(page);

      await page.goto(`${server.url}/threads`);
      await expect(page.getByRole('row').filter({ hasText: 'approval' })).toBeVisible();
      await expectNoAxeViolations(page);

      await page.goto(`${server.url}/threads/no-such-thread`);
      await expect(page.getByText('There is no such thread')).toBeVisible();
      await expectNoAxeViolations(page);
    });

    test('nor has what opens over a page, or on the threads page', async ({ page, request, server }) => {
      await runElsewhere(request, server.url, { graphId: 'approval', input: {} });
      await page.goto(`${server.url}/threads`);
      await page.getByRole('checkbox', { name: /^Choose thread/ }).check();
      await page.getByRole('button', { name: 'Copy 1 chosen' }).click();
      await expect(page.getByRole('status').filter({ hasText: '1 thread copied' })).toBeVisible();
      await expectNoAxeViolations(page);
      await page.getByRole('button', { name: 'Delete 1 chosen' }).click();
      await expectNoAxeViolations(page);
      await page.getByLabel('Metadata, as key=value').fill('no=such');
      await page.getByLabel('Metadata, as key=value').press('Enter');
      await expect(page.getByText('No thread fits')).toBeVisible();
      await expectNoAxeViolations(page);

      await page.getByRole('button', { name: 'Command palette' }).click();
      await expect(page.getByRole('option', { name: /^New thread of approval/ })).toBeVisible();
      await expectNoAxeViolations(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await expectNoAxeViolations(page);
    });
  });
}
