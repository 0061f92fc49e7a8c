#!/usr/bin/env node
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './prepare.mjs';
import { root, runStories } from './run-stories.mjs';

/** `npm run pictures [-- filter …]`: takes the pictures of the documentation anew, from real runs on a production build. */
await ensureInstalled(root);
const { ensureBrowser } = await import('./browser.mjs');
const browser = await ensureBrowser(root);
mkdirSync(join(root, 'docs/pictures'), { recursive: true });
await runStories('pictures.config.ts', process.argv.slice(2), { CHROMIUM_PATH: browser });
