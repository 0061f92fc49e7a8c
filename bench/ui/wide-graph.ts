import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { median } from '../rounds';
import type { Line } from '../table';
import { costLine } from '../table';
import { traceWork } from './frame-work';
import type { Call } from './long-thread';
import { openWatched } from './page';
import { percentile } from './percentile';

const OPENINGS = 3;
const STEPS = 60;
/** As fast as a held key repeats. */
const PRESS_EVERY_MS = 33;
const NODES = 300;
const SETTLE_MS = 1_000;

/** A graph of 300 nodes: how long it takes to be laid out, and what going through its steps costs. */
export async function measureWideGraph(browser: Browser, address: string, call: Call, show: (line: Line) => void) {
  await call('POST', '/threads', { thread_id: 'wide', metadata: { graph_id: 'large' } });
  const config = { recursion_limit: STEPS + 10 };
  await call('POST', '/threads/wide/runs/wait', { assistant_id: 'large', input: {}, config });
  const layouts: number[] = [];
  for (let time = 0; time < OPENINGS; time++) {
    const watched = await openWide(browser, address);
    layouts.push(await watched.page.evaluate(() => window.bench.workerMs));
    await watched.context.close();
  }
  // Without a worker there is no such time: it would have been laid out on the main thread.
  show(
    costLine(
      'graph of 300 nodes: first layout, in a worker',
      [layouts.every(Boolean) ? median(layouts) : undefined],
      'ms',
      1_000,
    ),
  );

  const watched = await openWide(browser, address);
  const { page } = watched;
  const go = async (key: string) => {
    const sent: Promise<void>[] = [];
    for (let step = 0; step < STEPS; step++) {
      sent.push(page.keyboard.down(key));
      await sleep(PRESS_EVERY_MS);
    }
    await Promise.all(sent);
    await page.keyboard.up(key);
    await sleep(SETTLE_MS);
  };
  await go('ArrowLeft');
  const work = [];
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowRight']) {
    const { frames } = await traceWork(watched, 'keydown', () => go(key));
    work.push(...frames.filter(({ inputs }) => inputs > 0).map(({ cpuMs }) => cpuMs));
  }
  show(costLine('  step to step: main thread a frame, p50', [percentile(work, 50)], 'ms'));
  show(costLine('    p95', [percentile(work, 95)], 'ms', 8));
  await watched.context.close();
}

async function openWide(browser: Browser, address: string) {
  const watched = await openWatched(browser, address);
  await watched.page.goto(`${address}/threads/wide`, { waitUntil: 'commit' });
  await watched.page.waitForFunction(
    (count) => document.querySelectorAll('section[aria-label="Graph"] [data-node]').length >= count,
    NODES,
  );
  await sleep(SETTLE_MS);
  return watched;
}
