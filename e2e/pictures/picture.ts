import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { makeRepository, type StoryCommit } from '../fixtures/repository';
import { test as base } from '../fixtures/story';

const HERE = new URL('./', import.meta.url);
const PICTURES = new URL('../../docs/pictures/', HERE);

/** A story whose pages are pictured: its server has the graphs of this folder. */
export const test = base.extend({
  serverEnvironment: { RETROGRAPH_CONFIG: fileURLToPath(new URL('retrograph.json', HERE)) },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern.
  directory: async ({}, use) => {
    const directory = mkdtempSync(join(tmpdir(), 'ada-'));
    await use(directory);
    rmSync(directory, { recursive: true, force: true });
  },
});

/** Writes `docs/pictures/<name>.png` once fonts are there and nothing moves any more. */
export async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  const path = fileURLToPath(new URL(`${name}.png`, PICTURES));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}

/** A repository with a history that is worth notes. */
export function makeWebsite(directory: string): string {
  return makeRepository(join(directory, 'website'), COMMITS);
}

export const MISFILED = 'Tidy the parser of dates';

const COMMITS: readonly StoryCommit[] = [
  { message: 'feat(search): find words with a typo', file: 'src/search/fuzzy.ts' },
  { message: 'fix(cart): keep the cart after signing in', file: 'src/cart/merge.ts' },
  { message: 'docs: explain how prices are rounded', file: 'docs/prices.md' },
  { message: MISFILED, file: 'src/dates/parse.ts' },
  { message: 'perf(images): load pictures when they come into sight', file: 'src/images/lazy.ts' },
  { message: 'test(cart): two tabs change one cart', file: 'src/cart/tabs.test.ts' },
  { message: 'feat(account): download an invoice as PDF', file: 'src/account/invoice.ts' },
  { message: 'chore: update the linter', file: 'lint.json' },
  { message: 'fix(search): an empty query shows everything', file: 'src/search/query.ts' },
  { message: 'feat(api)!: orders are listed page by page', file: 'src/api/orders.ts' },
];
