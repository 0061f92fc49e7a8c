import type { Browser } from '@playwright/test';
import type { Line } from '../table';
import { costLine } from '../table';
import { startLiveRun, timelineOf } from './long-thread';
import { openWatched } from './page';
import { lateShare } from './percentile';

const STEPS = 10_000;
const THREAD = 'live';
const CATCH_UP_MS = 30_000;

/** A page that follows a run of about a thousand steps a second: does it stay fluent, catch up, and lose no step? */
export async function measureLiveRun(browser: Browser, address: string, show: (line: Line) => void): Promise<void> {
  const watched = await openWatched(browser, address);
  const { page } = watched;
  const beganMs = performance.now();
  const { ended } = await startLiveRun(address, THREAD, STEPS);
  await page.goto(`${address}/threads/${THREAD}`, { waitUntil: 'commit' });
  await page.getByRole('slider', { name: 'Timeline' }).waitFor();
  await page.evaluate(() => {
    window.bench.frames = [];
    window.bench.isTiming = true;
  });
  await ended;
  const ranMs = performance.now() - beganMs;
  const frames = await page.evaluate(() => {
    window.bench.isTiming = false;
    return window.bench.frames;
  });
  const endedMs = performance.now();
  const made = await timelineOf(address, THREAD);
  const last = made.at(-1)?.step ?? -1;
  await page.waitForFunction((step) => window.bench.selected().startsWith(`step ${step} of ${step}`), last, {
    timeout: CATCH_UP_MS,
  });
  const caughtUpMs = performance.now() - endedMs;
  const shown = await page.evaluate(() => window.bench.checkpoints());

  show(costLine('live run: microseconds a step', [(ranMs * 1_000) / STEPS], 'µs'));
  show(costLine('  frames later than 25 ms', [lateShare(frames)], '%', 5));
  show(costLine('  caught up after its end', [caughtUpMs], 'ms', 1_000));
  show(costLine('  steps that the page does not show', [made.length - shown], '', 0));
  show(costLine('  console errors, warnings, foreign requests', [watched.complaints.length], '', 0));
  for (const complaint of watched.complaints.slice(0, 5)) console.log(`  ${complaint}`);
  await watched.context.close();
}
