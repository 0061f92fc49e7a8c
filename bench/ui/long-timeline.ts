import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { median } from '../rounds';
import type { Line } from '../table';
import { costLine } from '../table';
import { traceWork } from './frame-work';
import { type MainThreadClock, mainThreadClock, workOfEach } from './main-thread';
import type { Watched } from './page';
import { openWatched } from './page';
import { lateShare, percentile } from './percentile';

const MB = 2 ** 20;
const OPENINGS = 5;
const DRAG_STEPS = 240;
/** A mouse tells its place 125 times a second. */
const MOVE_EVERY_MS = 8;
const DRAGS = 3;
const PRESSES = 60;
const PRESS_EVERY_MS = 150;
/** Where the state of so many checkpoints is waited for, all over the thread. */
const STOPS = 150;

/** The debugger on a long thread, against the goals. */
export async function measureLongTimeline(browser: Browser, address: string, show: (line: Line) => void) {
  const url = `${address}/threads/long`;
  const usable: number[] = [];
  for (let time = 0; time < OPENINGS; time++) {
    const watched = await openWatched(browser, address);
    usable.push(await open(watched, url));
    await watched.context.close();
  }
  show(costLine('open to usable, cold, median of 5', [median(usable)], 'ms', 1_000));

  const watched = await openWatched(browser, address);
  await open(watched, url);
  await watched.page.locator('section[aria-label="Graph"] .react-flow__node').first().waitFor();
  show(costLine('first-load JavaScript, gzip, with the graph', [(await watched.scriptBytes()) / 1024], 'KB', 300));
  await watched.page.evaluate(() => {
    window.bench.shift = 0;
  });

  const clock = await mainThreadClock(browser);
  const work: number[] = [];
  for (let drag = 0; drag < DRAGS; drag++) {
    const { frames } = await traceWork(watched, 'pointermove', () => dragAtPointerRate(watched));
    work.push(...frames.filter(({ inputs }) => inputs > 0).map(({ cpuMs }) => cpuMs));
  }
  show(costLine('drag over all: main thread a frame, p50', [percentile(work, 50)], 'ms'));
  show(costLine('  p95', [percentile(work, 95)], 'ms', 8));
  show(costLine('  frames later than 25 ms', [lateShare(await framesOfDrag(watched))], '%', 5));
  const steps = await dragByStep(watched, clock);
  show(costLine('  all that a step leads to, p50', [percentile(steps, 50)], 'ms'));
  show(costLine('    p95', [percentile(steps, 95)], 'ms'));

  const presses = await pressKeys(watched);
  show(costLine('key press to state on screen, p50', [percentile(presses, 50)], 'ms'));
  show(costLine('  p95', [percentile(presses, 95)], 'ms', 50));

  await stopEverywhere(watched);
  show(costLine('JavaScript heap after scrubbing all of it', [(await heapBytes(watched)) / MB], 'MB', 150));
  show(costLine('layout shift while scrubbing', [await watched.page.evaluate(() => window.bench.shift)], '', 0));
  show(costLine('console errors, warnings, foreign requests', [watched.complaints.length], '', 0));
  for (const complaint of watched.complaints.slice(0, 5)) console.log(`  ${complaint}`);
  await watched.context.close();
}

async function open({ page }: Watched, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.bench.usableMs > 0, undefined, { timeout: 60_000 });
  return page.evaluate(() => window.bench.usableMs);
}

/** Zoomed out, so that the whole thread lies under one drag from end to end; each move is waited for until it is painted. */
async function dragByStep({ page }: Watched, clock: MainThreadClock): Promise<number[]> {
  const path = await beginDrag(page);
  const work = await workOfEach(
    page,
    clock,
    path.map(
      ({ x, y }) =>
        () =>
          page.mouse.move(x, y),
    ),
  );
  await page.mouse.up();
  return work;
}

/** The same at the pace of a mouse, whatever the page makes of it. */
async function dragAtPointerRate({ page }: Watched): Promise<void> {
  const path = await beginDrag(page);
  const beganMs = performance.now();
  const sent: Promise<void>[] = [];
  for (const [at, { x, y }] of path.entries()) {
    const earlyMs = beganMs + at * MOVE_EVERY_MS - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
    sent.push(page.mouse.move(x, y));
  }
  await Promise.all(sent);
  await page.mouse.up();
}

/** Milliseconds between the frames of such a drag, which nothing else watches. */
async function framesOfDrag(watched: Watched): Promise<number[]> {
  const { page } = watched;
  await page.evaluate(() => {
    window.bench.frames = [];
    window.bench.isTiming = true;
  });
  await dragAtPointerRate(watched);
  return page.evaluate(() => {
    window.bench.isTiming = false;
    return window.bench.frames;
  });
}

async function beginDrag(page: Page): Promise<{ x: number; y: number }[]> {
  await page.getByRole('button', { name: 'Show the whole thread' }).click();
  const box = await page.getByTestId('lanes').boundingBox();
  if (box === null) throw new Error('The timeline has no lanes.');
  const path = Array.from({ length: DRAG_STEPS }, (_, step) => ({
    x: box.x + box.width - 60 - ((box.width - 110) * step) / DRAG_STEPS,
    y: box.y + 20,
  }));
  await page.mouse.move(box.x + box.width - 60, box.y + 20);
  await page.mouse.down();
  return path;
}

/** Back and forth at a person's pace; each from the key's event to the frame that shows the state. */
async function pressKeys({ page }: Watched): Promise<number[]> {
  await page.waitForFunction(() => window.bench.isShown());
  const took: number[] = [];
  for (let press = 0; press < PRESSES; press++) {
    await page.waitForTimeout(PRESS_EVERY_MS);
    const key = press % 20 < 14 ? 'ArrowRight' : 'ArrowLeft';
    // The page listens before the key is sent, or a busy page would wait for a change that it has seen already.
    await page.evaluate(() => {
      const before = window.bench.selected();
      window.bench.pressed = new Promise((resolve) => {
        window.addEventListener(
          'keydown',
          ({ timeStamp }) => {
            const look = () => {
              const isThere = window.bench.selected() !== before && window.bench.isShown();
              if (isThere) requestAnimationFrame(() => resolve(performance.now() - timeStamp));
              else requestAnimationFrame(look);
            };
            look();
          },
          { once: true, capture: true },
        );
      });
    });
    await page.keyboard.press(key);
    took.push(await page.evaluate(() => window.bench.pressed));
  }
  return took;
}

/** Stops at places all over the thread until the state is there: what a day of work leaves in memory. */
async function stopEverywhere({ page }: Watched): Promise<void> {
  const lanes = page.getByTestId('lanes');
  const box = await lanes.boundingBox();
  if (box === null) throw new Error('The timeline has no lanes.');
  await page.mouse.move(box.x + 50, box.y + 20);
  await page.mouse.down();
  for (let stop = 1; stop < STOPS; stop++) {
    const before = await page.evaluate(() => window.bench.selected());
    await page.mouse.move(box.x + 50 + ((box.width - 110) * stop) / STOPS, box.y + 20);
    await page.waitForFunction((left) => window.bench.selected() !== left && window.bench.isShown(), before);
  }
  await page.mouse.up();
}

async function heapBytes({ devtools }: Watched): Promise<number> {
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
