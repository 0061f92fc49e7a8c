import { fileURLToPath } from 'node:url';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('a click on a node tells what it was given, wrote and failed with, and where else it ran', async ({
  page,
  server,
}) => {
  const input = { topic: 'bees', fails: true };
  await page.goto(await recordThread(page.request, server.url, { graph: 'attempts', threadId: 'a', input }));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.status).toContainText('Failed');

  await debuggerPage.node('publish').click();
  const publish = debuggerPage.nodeDetails('publish');
  const failed = publish.getByRole('list', { name: 'Tasks at this step' }).getByRole('listitem');
  await expect(failed.getByText('failed', { exact: true })).toBeVisible();
  await expect(publish).toContainText('TypeError The press is broken.');
  await publish.getByText('Stack').click();
  await expect(publish).toContainText('attempts.ts');
  await expectNoAxeViolations(page);

  await debuggerPage.node('work').click();
  const work = debuggerPage.nodeDetails('work');
  const tasks = work.getByRole('list', { name: 'Tasks at this step' }).getByRole('listitem');
  await expect(tasks).toHaveCount(3);
  await expect(tasks.nth(1)).toContainText(/Input.*sent to it.*part.*two/);

  await debuggerPage.node('research').click();
  const research = debuggerPage.nodeDetails('research');
  await expect(research).toContainText('It did not run in this step.');
  await research.getByRole('button', { name: /step 1\b.*2 attempts/ }).click();
  await debuggerPage.expectStep(/^step 1 of 2, node research/);
  await expect(research).toContainText(/ran.*2 attempts/);
  await expect(research).toContainText(/topic.*bees/);

  await page.reload();
  await expect(research).toContainText(/ran.*2 attempts/);
  await page.goBack();
  await debuggerPage.expectStep(/^step 2 of 2/);
  await debuggerPage.button('Close the node’s details').click();
  await expect(research).toBeHidden();
});

test('nodes are walked over and looked into by keys alone', async ({ page, server }) => {
  const input = { topic: 'ants', fails: false };
  await page.goto(await recordThread(page.request, server.url, { graph: 'attempts', threadId: 'a', input }));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.node('publish')).toHaveAccessibleName(/^node publish, ran in this step, 1 run, /);
  await expect(debuggerPage.node('work')).toHaveAccessibleName(/^node work, ran before, 3 runs, /);

  await debuggerPage.node('research').focus();
  await page.keyboard.press('j');
  await expect(debuggerPage.node('work')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(debuggerPage.node('publish')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(debuggerPage.node('publish')).toBeFocused();
  await page.keyboard.press('k');
  await expect(debuggerPage.node('work')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await debuggerPage.expectStep(/^step 2 of 3, node work/);

  await page.keyboard.press('Enter');
  const work = debuggerPage.nodeDetails('work');
  await expect(work).toContainText(/notes.*1 item/);
  await expect(debuggerPage.node('work')).toHaveAttribute('aria-pressed', 'true');
  await work.getByRole('button', { name: /step 2\b/ }).focus();
  await page.keyboard.press('Escape');
  await expect(work).toBeHidden();
  await expect(debuggerPage.node('work')).toBeFocused();
});
