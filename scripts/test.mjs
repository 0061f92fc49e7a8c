#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { countPlaywright, countVitest, summaryLine } from './test-counts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(join(tmpdir(), 'retrograph-tests-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

/** Random cases that are tried of each property. */
const PROPERTY_RUNS = '1000';

const PARTS = {
  unit: async (filters, environment) => {
    const report = join(reports, 'vitest.json');
    const flags = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters];
    const code = await run(['node_modules/vitest/vitest.mjs', ...flags], environment);
    return outcome('Vitest', code, report, countVitest);
  },
  e2e: async (filters, environment) => {
    const report = join(reports, 'playwright.json');
    const { ensureBrowser } = await import('./browser.mjs');
    const browser = await ensureBrowser(root);
    await ensureBuilt(root, process.env.NEXT_DIST_DIR || '.next');
    const flags = ['test', '--reporter=list,json', ...filters];
    const code = await run(['node_modules/@playwright/test/cli.js', ...flags], {
      ...environment,
      CHROMIUM_PATH: browser,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    });
    return outcome('Playwright', code, report, countPlaywright);
  },
};

/** `npm test`, `npm test -- unit [filter …]`, `npm test -- e2e [filter …]` */
async function main([first = '', ...rest]) {
  const parts = first in PARTS ? [first] : Object.keys(PARTS);
  if (first && !(first in PARTS))
    throw new Error(`There is no part "${first}". Parts: ${Object.keys(PARTS).join(', ')}.`);
  await ensureInstalled(root);
  const { startPostgres } = await import('./postgres.mjs');
  const postgres = await startPostgres();
  const outcomes = [];
  try {
    for (const part of parts) outcomes.push(await PARTS[part](rest, { TEST_DATABASE_URL: postgres.url }));
  } finally {
    await postgres.stop();
  }
  for (const { problem } of outcomes) if (problem) console.error(problem);
  console.log(`\n${summaryLine(outcomes.map(({ counts }) => counts))}`);
  return outcomes.every(({ counts, problem }) => counts.failed === 0 && !problem);
}

/** A runner that crashed or found nothing to run is a failure, however good its numbers look. */
function outcome(runner, code, report, count) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(report)) return { counts: none, problem: `${runner} left no report (exit code ${code}).` };
  const counts = count(JSON.parse(readFileSync(report, 'utf8')));
  if (counts.passed + counts.failed === 0) return { counts, problem: `${runner} ran no test.` };
  if (code !== 0 && counts.failed === 0) return { counts, problem: `${runner} ended with exit code ${code}.` };
  return { counts, problem: undefined };
}

function run(command, environment) {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { PROPERTY_RUNS, ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

// Ctrl-C reaches the runners too; what they leave is settled here after them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

main(process.argv.slice(2)).then(
  (ok) => process.exit(ok ? 0 : 1),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
