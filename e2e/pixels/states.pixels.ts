import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { recordThread } from '../fixtures/recorded-thread';
import { expect, test } from '../fixtures/story';
import { DebuggerPage } from '../pages/debugger-page';

const RETROGRAPH_CONFIG = fileURLToPath(new URL('../fixtures/graphs/retrograph.json', import.meta.url));
test.use({ serverEnvironment: { RETROGRAPH_CONFIG } });

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('a thread and the list look as they did', async ({ page, server }) => {
      const waiting = { graph: 'inside', threadId: 'pixels', input: {} };
      await page.goto(await recordThread(page.request, server.url, waiting));
      const debuggerPage = new DebuggerPage(page);
      await expect(debuggerPage.question('child')).toBeVisible();
      await expect(debuggerPage.channel('value')).toBeVisible();
      await expectPixels(page, `question-${colorScheme}`);

      await page.keyboard.press('i');
      await debuggerPage.inside.step('start').click();
      await debuggerPage.button('Edit & fork').click();
      await page.getByRole('region', { name: 'Channel value', exact: true }).getByRole('textbox').fill('40');
      await expect(debuggerPage.preview).toContainText('Really run again');
      await expectPixels(page, `edit-inside-${colorScheme}`);

      await page.goto(`${server.url}/threads`);
      await expect(page.getByRole('row', { name: /inside/ })).toBeVisible();
      await expectPixels(page, `threads-${colorScheme}`);
    });
  });
}

async function expectPixels(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  await expect(page).toHaveScreenshot(`${name}.png`);
}
