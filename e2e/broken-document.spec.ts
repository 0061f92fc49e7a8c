import { expect, test } from './fixtures/story';

const WHY = 'This browser has no channels between tabs.';
test.use({ failsWith: WHY });

test('a failure around the pages is told in their place, in the theme chosen, and can be tried again', async ({
  page,
  context,
  server,
}) => {
  await context.addCookies([{ name: 'retrograph-theme', value: 'dark', url: server.url }]);
  await page.addInitScript((why) => {
    const Real = window.BroadcastChannel;
    class Broken {
      constructor() {
        window.BroadcastChannel = Real;
        throw new Error(why);
      }
    }
    window.BroadcastChannel = Broken as unknown as typeof BroadcastChannel;
  }, WHY);
  await page.goto(`${server.url}/threads`);
  await expect(page.getByRole('heading', { name: 'The page could not be shown' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: WHY })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Threads' })).toBeVisible();
});
