import { readFileSync } from 'node:fs';
import type { StepTasks } from '@/lib/contracts/task-details';
import { openGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';

test('the tasks of a step tell why it failed, what they printed and what they used', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat', input: { fails: true } });
  await debuggerPage.tab('Tasks').click();
  const failed = debuggerPage.state.getByRole('region', { name: 'Pending here' });
  await expect(failed.getByRole('button', { name: /^send failed/ })).toHaveAttribute('aria-expanded', 'true');
  await expect(failed).toContainText(/TypeError.*The letter has no address\..*graphs\.ts/s);
  const line = failed.getByRole('list', { name: 'Console of send' }).getByRole('listitem');
  await expect(line).toContainText('sending the letter');
  await expect(line.getByRole('img', { name: 'error' })).toBeVisible();
  await expectNoAxeViolations(page);

  await debuggerPage.slider.focus();
  await debuggerPage.scrubBackTo(/^step 2 of/);
  const ran = debuggerPage.state.getByRole('region', { name: 'Made this step' });
  await expect(ran.getByRole('button', { name: /^model ran/ })).toContainText('30 tokens');
  await expect(ran.getByRole('list', { name: 'Console of model' })).toContainText('the rate limit is near');
  await expect(ran.getByRole('tree', { name: 'Writes of model' })).toContainText('Answer 1');

  await ran.getByRole('button', { name: 'Go there' }).click();
  await debuggerPage.expectStep(/^step 1 of/);
  await page.goBack();
  await debuggerPage.expectStep(/^step 2 of/);

  const download = page.waitForEvent('download');
  await debuggerPage.state.getByRole('link', { name: 'Download' }).click();
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as StepTasks;
  expect(saved.tasks.map(({ node, isPending }) => [node, isPending])).toEqual([
    ['model', false],
    ['model', true],
  ]);
});
