import { fileURLToPath } from 'node:url';
import { recordThread } from './fixtures/recorded-thread';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('./fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

test('a graph inside a node opens in place, and shows what ran inside', async ({ page, server }) => {
  await page.goto(await recordThread(page.request, server.url, { graph: 'inside', threadId: 'a', input: {} }));
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.node('child')).toHaveAccessibleName(/waits for an answer/);
  await debuggerPage.button('Open the graph inside child').click();
  await expect(debuggerPage.node('gather in child')).toHaveAccessibleName(/ran in this step/);
  await expect(debuggerPage.node('ask in child')).toHaveAccessibleName(/waits for an answer/);
  await expect(debuggerPage.node('check in child')).toHaveAccessibleName(/not run yet/);

  await debuggerPage.node('gather in child').click();
  const gather = debuggerPage.nodeDetails('gather in child');
  await expect(gather).toContainText(/Wrote.*value.*2.*Input.*value.*1/);
  await expectNoAxeViolations(page);

  const answer = { assistant_id: 'inside', command: { resume: 5 } };
  await page.request.post(`${server.url}/api/threads/a/runs/wait`, { data: answer });
  await expect(debuggerPage.status).toContainText('Done');
  await debuggerPage.scrubBackTo(/node child/);
  await expect(debuggerPage.node('ask in child')).toHaveAccessibleName(/ran in this step/);

  await debuggerPage.node('check in child').focus();
  await page.keyboard.press('o');
  await expect(debuggerPage.node('check in child')).toBeFocused();
  await expect(debuggerPage.node('weigh in check in child')).toHaveAccessibleName(/ran in this step/);
  await debuggerPage.node('weigh in check in child').click();
  await expect(debuggerPage.nodeDetails('weigh in check in child')).toContainText(/Wrote.*value.*14.*Input.*value.*7/);

  await page.reload();
  await expect(debuggerPage.node('weigh in check in child')).toHaveAccessibleName(/ran in this step/);
  await page.keyboard.press('ArrowLeft');
  await expect(debuggerPage.node('gather in child')).toHaveAccessibleName(/not run yet/);
  await debuggerPage.button('Close the graph inside child').click();
  await expect(debuggerPage.node('gather in child')).toBeHidden();
  await expect(page).not.toHaveURL(/open=/);
});
