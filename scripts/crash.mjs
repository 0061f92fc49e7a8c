#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ROUNDS = '1600';
const SECONDS = '60';

const HELP = `npm run crash [-- rounds] [--seed number] [--from story]
  Kills, cuts off and stops whatever writes, so many times (${ROUNDS}), and looks whether anything is lost or torn.
npm run crash -- servers [seconds] [--seed number]
  Two servers on one PostgreSQL work on the same threads for so long (${SECONDS} s); then one of them is killed.`;

/** The same tests as in \`npm test\`, for longer. */
async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(HELP);
  const [first, second] = positionals;
  const isAboutServers = first === 'servers';
  const amount = isAboutServers ? second : first;
  if (amount !== undefined && !/^[1-9]\d*$/.test(amount)) throw new Error(`"${amount}" is no number.\n${HELP}`);
  await ensureInstalled(root);
  const environment = {
    ...(values.seed !== undefined && { CRASH_SEED: values.seed }),
    ...(values.from !== undefined && { CRASH_FROM: values.from }),
  };
  if (!isAboutServers) return run('lib/storage/crash/', { ...environment, CRASH_ROUNDS: amount ?? ROUNDS });
  const { startPostgres } = await import('./postgres.mjs');
  const postgres = await startPostgres();
  try {
    const place = { TEST_DATABASE_URL: postgres.url, CRASH_SECONDS: amount ?? SECONDS };
    await run('lib/api/two-servers/', { ...environment, ...place });
  } finally {
    await postgres.stop();
  }
}

function run(filter, environment) {
  const flags = ['run', filter, '--disableConsoleIntercept'];
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...flags], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
