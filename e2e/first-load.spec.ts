import { gzipSync } from 'node:zlib';
import type { APIRequestContext } from '@playwright/test';
import { startThread } from './fixtures/made-threads';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

/** Compressed, before anything can be used; and with React Flow, which follows on its own, until every pane is drawn. */
const LIMITS_KB = { document: 260, panes: 300 };

test('the debugger keeps to its limits of JavaScript', async ({ page, request, server }) => {
  const threadId = await startThread(request, server.url, 'workflow', { task: 'x', total_steps: 4 });
  const url = `${server.url}/threads/${threadId}`;
  const named = scriptsIn(await (await request.get(url)).text());
  expect(named.length).toBeGreaterThan(0);
  expect(await weightKb(request, server.url, named)).toBeLessThanOrEqual(LIMITS_KB.document);

  const loaded = new Set<string>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') loaded.add(new URL(response.url()).pathname);
  });
  await page.goto(url);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.slider).toBeVisible();
  await expect(debuggerPage.state.getByRole('treeitem').first()).toBeVisible();
  await expect(debuggerPage.graph.getByRole('button', { name: /^node / }).first()).toBeVisible();
  expect([...loaded]).toEqual(expect.arrayContaining(named));
  expect(await weightKb(request, server.url, [...loaded])).toBeLessThanOrEqual(LIMITS_KB.panes);
});

/** Paths of the scripts that a document names, without what only old browsers load. */
function scriptsIn(html: string): string[] {
  const tags = html.match(/<script[^>]*>/g)?.filter((tag) => !/nomodule/i.test(tag)) ?? [];
  return [...new Set(tags.flatMap((tag) => /src="([^"?]+)/.exec(tag)?.[1] ?? []))];
}

async function weightKb(request: APIRequestContext, server: string, paths: readonly string[]): Promise<number> {
  const bodies = await Promise.all(paths.map(async (path) => (await request.get(server + path)).body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
}
