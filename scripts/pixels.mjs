#!/usr/bin/env node
import { ensureInstalled } from './prepare.mjs';
import { root, runStories } from './run-stories.mjs';

/**
 * `npm run test:pixels [-- --update-snapshots]`: compares the main states, in both themes, with the images in
 * `e2e/pixels/baseline`. Fonts differ from browser to browser, so the images hold for the Chromium that took them.
 */
await ensureInstalled(root);
const { ensureBrowser } = await import('./browser.mjs');
await runStories('pixels.config.ts', process.argv.slice(2), { CHROMIUM_PATH: await ensureBrowser(root) });
