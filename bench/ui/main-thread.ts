import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';

/**
 * What the page's main thread used so far, in milliseconds of CPU time: other work on the machine disturbs that little,
 * while the length of a frame tells of nothing else. Linux only.
 */
export type MainThreadClock = () => number;

/** The busiest renderer is that of the page, as the browser has no other. */
export async function mainThreadClock(browser: Browser): Promise<MainThreadClock> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
  const pid = renderers[0]?.id;
  if (pid === undefined) throw new Error('The browser has no page.');
  // A process's first thread has its number; in a renderer that is the main thread.
  return () => Number.parseInt(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1'), 10) / 1_000_000;
}

/** Milliseconds of the main thread that each action takes until what it changed is painted. */
export async function workOfEach(
  page: Page,
  clock: MainThreadClock,
  actions: Iterable<() => Promise<void>>,
): Promise<number[]> {
  const work: number[] = [];
  for (const action of actions) {
    const before = clock();
    await action();
    await twoFrames(page);
    work.push(clock() - before);
  }
  return work;
}

async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}
