import type { APIRequestContext, Page } from '@playwright/test';
import { runElsewhere } from './fixtures/api';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/story';
import { ThreadsPage } from './pages/threads-page';

interface Setting {
  page: Page;
  request: APIRequestContext;
  server: Server;
}

/** The page with two threads of approval, in the teams red and blue, and one of workflow in red. */
async function openThreads({ page, request, server: { url } }: Setting): Promise<ThreadsPage> {
  await runElsewhere(request, url, { graphId: 'approval', input: {}, metadata: { team: 'red', turn: 1 } });
  await runElsewhere(request, url, { graphId: 'approval', input: {}, metadata: { team: 'blue', turn: 2 } });
  await runElsewhere(request, url, { graphId: 'workflow', input: { task: 'x' }, metadata: { team: 'red', turn: 3 } });
  const threads = new ThreadsPage(page);
  await threads.open(url);
  await expect(threads.rows).toHaveCount(3);
  return threads;
}

test('search, filters and sort are in the address: a reload keeps them and Back undoes them', async ({
  page,
  request,
  server,
}) => {
  const threads = await openThreads({ page, request, server });
  await page.getByLabel('Graph').selectOption('approval');
  await expect(threads.rows).toHaveCount(2);
  await threads.filterMetadata('team=red');
  await expect(threads.rows).toHaveCount(1);
  await expect(threads.rows).toContainText('turn=1');

  await page.reload();
  await expect(threads.rows).toHaveCount(1);
  await expect(threads.button('Remove the condition team=red')).toBeVisible();

  await page.goBack();
  await expect(threads.rows).toHaveCount(2);
  await page.goBack();
  await expect(threads.rows).toHaveCount(3);
  await page.goForward();
  await expect(threads.rows).toHaveCount(2);
  await page.goBack();
  await expect(threads.rows).toHaveCount(3);

  await page.getByRole('button', { name: 'Created' }).click();
  await page.getByRole('button', { name: 'Created' }).click();
  await expect(threads.rows.first()).toContainText('turn=1');
  await expect(page).toHaveURL(/sort=created_at&order=asc|order=asc&sort=created_at/);

  await threads.filterMetadata('turn=2');
  await expect(threads.rows).toHaveCount(1);
  await threads.button('Remove the condition turn=2').click();
  await threads.search.fill('blue');
  await expect(threads.rows).toHaveCount(1);
  await expect(threads.rows).toContainText('team=blue');
  await page.getByLabel('Status').selectOption('error');
  await expect(page.getByText('No thread fits')).toBeVisible();
  await threads.button('Clear the filter').click();
  await expect(threads.rows).toHaveCount(3);
});

test('chosen threads are copied, and the page says where the copies are; then deleted together', async ({
  page,
  request,
  server,
}) => {
  const threads = await openThreads({ page, request, server });
  await threads.row('turn=2').getByRole('checkbox').check();
  await threads.row('turn=3').getByRole('checkbox').check();
  await threads.button('Copy 2 chosen').click();
  const copies = threads.region('Copy 2 threads');
  await expect(copies.getByRole('status')).toContainText('2 threads copied');
  await expect(copies.getByRole('link')).toHaveCount(2);
  await expect(threads.rows).toHaveCount(5);

  await threads.button('Delete 2 chosen').click();
  const deletion = threads.region('Delete 2 threads');
  await expect(deletion.getByRole('button', { name: 'Keep' })).toBeFocused();
  await deletion.getByRole('button', { name: 'Delete 2 threads' }).click();
  await expect(threads.rows).toHaveCount(3);
  await expect(threads.button('Prune')).toBeVisible();

  await threads.row('turn=1').hover();
  await threads
    .row('turn=1')
    .getByRole('button', { name: /^Copy thread [^i]/ })
    .click();
  await expect(threads.rows).toHaveCount(4);
  await threads.region('Copy 1 thread').getByRole('link').click();
  await expect(page.getByRole('region', { name: 'review asks' })).toBeVisible();
});

test('the list is walked, chosen from and opened by keys, which do nothing in a field', async ({
  page,
  request,
  server,
}) => {
  const threads = await openThreads({ page, request, server });
  await page.keyboard.press('j');
  await expect(threads.rows.nth(0).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(threads.rows.nth(1).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('k');
  await expect(threads.rows.nth(0).getByRole('link')).toBeFocused();

  await page.keyboard.press('/');
  await expect(threads.search).toBeFocused();
  await page.keyboard.type('jxk?');
  await expect(threads.search).toHaveValue('jxk?');
  await expect(page.getByText('No thread fits')).toBeVisible();
  await threads.search.fill('');
  await expect(threads.rows).toHaveCount(3);

  await threads.rows.nth(0).getByRole('checkbox').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/threads/*');
});
