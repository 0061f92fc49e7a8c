#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './prepare.mjs';
import { root, runStories } from './run-stories.mjs';

/**
 * `npm run test:browsers [-- filter …]`: the stories in Firefox and WebKit, as Playwright builds them. Those that are not
 * there are fetched; one that cannot be had is named, and nothing is run.
 */
const flags = process.argv.slice(2);
const chosen = flags.filter((flag, index) => flags[index - 1] === '--project' || flag.startsWith('--project='));
const NAMES = ['firefox', 'webkit'].filter(
  (name) => chosen.length === 0 || chosen.some((flag) => flag.replace('--project=', '') === name),
);

await ensureInstalled(root);
const playwright = await import('@playwright/test');
const missing = () => NAMES.filter((name) => !existsSync(playwright[name].executablePath()));
if (missing().length > 0) fetchBrowsers(missing());
if (missing().length > 0) {
  console.error(
    `${missing().join(' and ')} cannot be had here, so no story was run in ${NAMES.join(' or ')}. Where Playwright's downloads can be reached, "npx playwright install --with-deps ${missing().join(' ')}" brings what is missing; one browser alone is tried with "npm run test:browsers -- --project firefox".`,
  );
  process.exitCode = 1;
} else {
  await runStories('browsers.config.ts', flags);
}

function fetchBrowsers(names) {
  const install = ['install', ...(process.env.CI ? ['--with-deps'] : []), ...names];
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), ...install], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch (error) {
    console.error(`Playwright could not install ${names.join(' and ')}: ${error.message}`);
  }
}
