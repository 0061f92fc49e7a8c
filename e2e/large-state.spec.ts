import { openGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';

test('a state of 5 MB opens in parts: each says how large it is, and is read when it is opened', async ({
  page,
  server,
}) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'large' });
  const items = debuggerPage.state.getByRole('treeitem');
  await expect(debuggerPage.state).toContainText('large values are read when opened');
  await expect(debuggerPage.channel('rows')).toContainText('60,001 items');
  await expect(items.filter({ hasText: 'a late row' })).toHaveAccessibleName(/added by this step/);
  await expectNoAxeViolations(page);

  await debuggerPage.channel('document').getByText('document').click();
  await expect(items.filter({ hasText: 'line 0 of version 1' }).nth(1)).toBeVisible();
  await debuggerPage.state.getByRole('button', { name: /^show all \(2\.\d MB\)/ }).click();
  await debuggerPage.state.getByRole('tree', { name: 'State by channel' }).focus();
  // The text grows while it is read.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(items.filter({ hasText: 'the very end' })).toBeVisible({ timeout: 1000 });
  }).toPass();

  await debuggerPage.state.getByRole('button', { name: '60,000 more of 60,001' }).click();
  await expect(items.filter({ hasText: 'row 0' })).toBeVisible();

  await debuggerPage.tab('Raw').click();
  const raw = debuggerPage.state.getByRole('region', { name: 'The checkpoint as JSON' });
  await expect(raw).toContainText('"document": "line 0 of version 1');
  await expect(debuggerPage.state.getByRole('link', { name: 'Download' })).toHaveAttribute('download', '');

  await debuggerPage.tab('Diff').click();
  await expect(debuggerPage.state.getByRole('region', { name: 'Differences' })).toContainText('a late row');
});
