import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

/** A page with what watches it. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  devtools: CDPSession;
  /** Console errors and warnings, script failures, and requests to other hosts. */
  complaints: string[];
  /** Bytes of the scripts that were loaded so far, each compressed. */
  scriptBytes: () => Promise<number>;
}

const VIEWPORT = { width: 1440, height: 900 };

export async function openWatched(browser: Browser, address: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const complaints: string[] = [];
  const scripts: Promise<number>[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== address) complaints.push(`request to ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const bytes = response.body().then((body) => gzipSync(body).length);
    // A page that is closed before anybody asks leaves them unread.
    bytes.catch(() => undefined);
    scripts.push(bytes);
  });
  await page.addInitScript(watch);
  const scriptBytes = async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  return { page, context, devtools, complaints, scriptBytes };
}

declare global {
  interface Window {
    bench: {
      /** Milliseconds since the navigation when the page was usable; 0 before. */
      usableMs: number;
      /** Sum of all layout shifts, those after an input included. */
      shift: number;
      /** While `isTiming`: milliseconds between frames. */
      frames: number[];
      isTiming: boolean;
      /** Kinds of input that are marked in traces. */
      marked: string[];
      /** From the first message to a worker to its answer; 0 before, and without a worker. */
      workerMs: number;
      /** From the last key to the frame that shows what it selects, in milliseconds. */
      pressed: Promise<number>;
      /** What the slider says of the selected step. */
      selected: () => string;
      /** How many checkpoints the timeline says that it has. */
      checkpoints: () => number;
      /** Its state is on screen, and not that of the step before. */
      isShown: () => boolean;
    };
  }
}

/** Runs in the page before its scripts. */
function watch(): void {
  const slider = () => document.querySelector('[role="slider"][aria-label="Timeline"]');
  const bench: Window['bench'] = {
    usableMs: 0,
    shift: 0,
    frames: [],
    isTiming: false,
    marked: [],
    workerMs: 0,
    pressed: Promise.resolve(0),
    selected: () => slider()?.getAttribute('aria-valuetext') ?? '',
    checkpoints() {
      const text = document.querySelector('section[aria-label="Timeline"]')?.textContent ?? '';
      return Number(/([\d,]+) checkpoints/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
    },
    isShown() {
      const state = document.querySelector('section[aria-label="State"]');
      return /mark-\d{5}/.test(state?.textContent ?? '') && state?.querySelector('[aria-busy="true"]') === null;
    },
  };
  window.bench = bench;
  window.Worker = class extends window.Worker {
    override postMessage(...message: Parameters<Worker['postMessage']>) {
      const askedMs = performance.now();
      this.addEventListener('message', () => {
        bench.workerMs ||= performance.now() - askedMs;
      });
      super.postMessage(...message);
    }
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  let before = 0;
  const onFrame = (now: number) => {
    if (bench.isTiming && before > 0) bench.frames.push(now - before);
    before = now;
    // A frame later, what was found is painted.
    if (bench.usableMs === 0 && slider() !== null && bench.isShown()) {
      requestAnimationFrame(() => {
        bench.usableMs ||= performance.now();
      });
    }
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
}
