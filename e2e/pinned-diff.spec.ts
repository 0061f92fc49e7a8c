import { openGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';

test('a step stays pinned while one looks at others, and after a reload', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  const differences = debuggerPage.state.getByRole('region', { name: 'Differences' });
  await debuggerPage.tab('Diff').click();
  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 1 of/);
  await debuggerPage.button('Pin this step').click();
  await expect(debuggerPage.state).toContainText('This is the step it is compared with.');

  await debuggerPage.slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await debuggerPage.expectStep(/^step 3 of/);
  const changed = differences.getByRole('listitem').filter({ hasText: 'line changed' });
  await expect(changed.getByRole('deletion')).toHaveText('one');
  await expect(changed.getByRole('insertion')).toHaveText('three');
  await expect(differences).toContainText('2 unchanged');
  await expectNoAxeViolations(page);

  await page.reload();
  await expect(debuggerPage.tab('Diff')).toHaveAttribute('aria-selected', 'true');
  await expect(debuggerPage.state.getByLabel('Against')).toHaveValue(/^(?!parent|start)/);
  await expect(changed.getByRole('deletion')).toHaveText('one');

  await debuggerPage.state.getByLabel('Against').selectOption('the step before');
  await expect(changed.getByRole('deletion')).toHaveText('two');
});
