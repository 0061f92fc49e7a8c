import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import type { Line } from '../table';
import { costLine } from '../table';
import { traceWork } from './frame-work';
import type { Call } from './long-thread';
import { openWatched } from './page';

const GOAL_MS = 100;
/** What goes on behind what is on screen is part of it. */
const AFTER_MS = 1_000;

/** A state of 5 MB: the longest time at a stretch for which the main thread does nothing else. */
export async function measureHeavyState(browser: Browser, address: string, call: Call, show: (line: Line) => void) {
  await call('POST', '/threads', { thread_id: 'heavy', metadata: { graph_id: 'heavy' } });
  await call('POST', '/threads/heavy/runs/wait', { assistant_id: 'heavy', input: {} });
  const watched = await openWatched(browser, address);
  const { page } = watched;
  await page.goto(`${address}/threads/heavy`, { waitUntil: 'commit' });
  const state = page.locator('section[aria-label="State"]');
  const items = state.getByRole('treeitem');
  await items.filter({ hasText: 'mark-00002' }).first().waitFor();
  const longest = async (input: 'keydown' | 'pointermove', during: () => Promise<void>) => {
    const { tasks } = await traceWork(watched, input, async () => {
      await during();
      await sleep(AFTER_MS);
    });
    return Math.max(...tasks);
  };
  await page.keyboard.press('Home');
  await sleep(AFTER_MS);
  const selected = await longest('keydown', async () => {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await items.filter({ hasText: 'mark-00001' }).first().waitFor();
  });
  show(costLine('state of 5 MB: longest task as it is selected', [selected], 'ms', GOAL_MS));
  const text = await longest('pointermove', async () => {
    await items
      .filter({ hasText: /^[~+]?document/ })
      .first()
      .getByText('document')
      .click();
    await state.getByRole('button', { name: /^show all/ }).click();
    await state.getByRole('button', { name: /^show all/ }).waitFor({ state: 'detached' });
  });
  show(costLine('  as its text of 2.3 MB is shown whole', [text], 'ms', GOAL_MS));
  await watched.context.close();
}
