import { chromium } from '@playwright/test';
import { ensureBrowser } from '../scripts/browser.mjs';
import { describeRun } from './machine';
import { ROOT } from './server';
import { heading, lineText } from './table';
import { makeLongThread, startLongServer } from './ui/long-thread';
import { measureLongTimeline } from './ui/long-timeline';

const CHECKPOINTS = 10_000;
/** Chromium refuses its sandbox as root, as in most containers. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : [];

console.log(describeRun([]).trim());
const server = await startLongServer();
try {
  await makeLongThread(server.address, 'long', CHECKPOINTS);
  const executablePath = await ensureBrowser(ROOT);
  const browser = await chromium.launch({ executablePath, args: ['--enable-precise-memory-info', ...AS_ROOT] });
  console.log(
    `Chromium ${browser.version()}; a thread of ${CHECKPOINTS.toLocaleString('en')} checkpoints on 3 branches`,
  );
  console.log(heading(['Retrograph']));
  await measureLongTimeline(browser, server.address, (line) => console.log(lineText(line)));
  await browser.close();
} finally {
  await server.stop();
}
