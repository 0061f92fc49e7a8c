import type { Locator, Page } from '@playwright/test';
import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

const value = async (slider: Locator) => Number(await slider.getAttribute('aria-valuenow'));

test('the overview has a window that is dragged, resized and made anew, by mouse and keys', async ({
  page,
  server,
  request,
}) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 200 });
  await page.goto(`${server.url}/threads/${threadId}`);
  await new DebuggerPage(page).expectStep(/^step 200 of 200/);
  const window = page.getByRole('slider', { name: 'Overview window' });
  const [start, end] = [
    page.getByRole('slider', { name: 'Start of the window' }),
    page.getByRole('slider', { name: 'End of the window' }),
  ];
  await expect(window).toHaveAttribute('aria-valuetext', /^step 18\d to step 200$/);

  await drag(page, window, -400);
  await expect(window).toHaveAttribute('aria-valuetext', /^step 1[0-4]\d to step 1[0-5]\d$/);
  await expect(page.getByRole('button', { name: 'Return to live' })).toBeVisible();

  const before = await value(start);
  await start.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => value(start)).toBeLessThan(before);
  const wide = await value(end);
  await page.keyboard.press('Tab');
  await expect(end).toBeFocused();
  await page.keyboard.press('End');
  await expect.poll(() => value(end)).toBeGreaterThan(wide);
  await window.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => value(start)).toBe(0);
  // What moves the window leaves the selection alone.
  await new DebuggerPage(page).expectStep(/^step 200 of 200/);

  const strip = await window.locator('xpath=..').boundingBox();
  if (strip === null) throw new Error('There is no overview.');
  const middle = strip.y + strip.height / 2;
  await page.mouse.move(strip.x + strip.width * 0.9, middle);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width * 0.95, middle, { steps: 4 });
  await page.mouse.up();
  await expect(window).toHaveAttribute('aria-valuetext', /^step 1[78]\d to step 1[89]\d$/);

  await page.getByRole('button', { name: 'Show the whole thread' }).click();
  await expect(window).toHaveAttribute('aria-valuetext', 'step -1 to step 200');
});

async function drag(page: Page, target: Locator, byPx: number): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} is nowhere.`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + byPx, y, { steps: 8 });
  await page.mouse.up();
}
