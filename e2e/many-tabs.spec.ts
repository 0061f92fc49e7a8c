import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';

const TABS = 10;

test('ten tabs share one event stream, which another tab takes over when its own is closed', async ({
  context,
  page,
  server,
}) => {
  const holders: Page[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/debugger/events') holders.push(request.frame().page());
  });
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('workflow');
  await start.field('delay_ms').fill('0');
  const first = await start.run();
  await first.expectStep(/^step 5 of 5/);
  const tabs = [page];
  while (tabs.length < TABS) {
    const tab = await context.newPage();
    await tab.goto(page.url());
    await new DebuggerPage(tab).expectStep(/^step 5 of 5/);
    tabs.push(tab);
  }
  expect(new Set(holders)).toEqual(new Set([page]));

  await page.close();
  const [second, third, ...others] = tabs.slice(1).map((tab) => new DebuggerPage(tab));
  await expect.poll(() => new Set(holders).size).toBe(2);
  await (tabs[1] as Page).bringToFront();
  await (second as DebuggerPage).scrubBackTo(/^step 3 of 5/);
  await (second as DebuggerPage).button('Replay from here').click();
  await (second as DebuggerPage).button('Replay now').click();
  for (const tab of [second, third, ...others]) await expect((tab as DebuggerPage).branches).toHaveCount(2);
  // The replay starts with a copy of the checkpoint that it goes on from.
  for (const tab of [third, ...others]) await (tab as DebuggerPage).expectStep(/^step 6 of 6, node process, end/);
  const maker = (tabs[2] as Page).getByRole('note', { name: 'Who made this step' });
  await expect(maker).toHaveText('Run in another tab');
});
