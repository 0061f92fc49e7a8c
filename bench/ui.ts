import { chromium } from '@playwright/test';
import { ensureBrowser } from '../scripts/browser.mjs';
import { describeRun } from './machine';
import { ROOT } from './server';
import { heading, type Line, lineText } from './table';
import { measureBlame } from './ui/blame';
import { measureCapsules } from './ui/capsules';
import { measureHeavyState } from './ui/heavy-state';
import { measureLiveRun } from './ui/live-run';
import { caller, makeLongThread, startLongServer } from './ui/long-thread';
import { measureLongTimeline } from './ui/long-timeline';
import { measureWideGraph } from './ui/wide-graph';

const CHECKPOINTS = 10_000;
const PARTS = ['long', 'wide', 'heavy', 'live', 'blame', 'capsules'];
const asked = process.argv.slice(2);
const parts = asked.length > 0 ? asked : PARTS;
const unknown = parts.find((part) => !PARTS.includes(part));
if (unknown !== undefined) throw new Error(`There is no part "${unknown}". Parts: ${PARTS.join(', ')}.`);
/** Chromium refuses its sandbox as root, as in most containers. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : [];

console.log(describeRun([]).trim());
const server = await startLongServer();
try {
  if (parts.includes('long') || parts.includes('blame')) await makeLongThread(server.address, 'long', CHECKPOINTS);
  const executablePath = await ensureBrowser(ROOT);
  const browser = await chromium.launch({ executablePath, args: ['--enable-precise-memory-info', ...AS_ROOT] });
  console.log(
    `Chromium ${browser.version()}; a thread of ${CHECKPOINTS.toLocaleString('en')} checkpoints on 3 branches`,
  );
  console.log(heading(['Retrograph']));
  const show = (line: Line) => console.log(lineText(line));
  if (parts.includes('long')) await measureLongTimeline(browser, server.address, show);
  const call = caller(server.address);
  if (parts.includes('wide')) await measureWideGraph(browser, server.address, call, show);
  if (parts.includes('heavy')) await measureHeavyState(browser, server.address, call, show);
  if (parts.includes('live')) await measureLiveRun(browser, server.address, show);
  await browser.close();
  if (parts.includes('blame')) await measureBlame(server.address, CHECKPOINTS, show);
  if (parts.includes('capsules')) await measureCapsules(server.address, call, CHECKPOINTS, show);
} finally {
  await server.stop();
}
