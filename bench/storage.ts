import type { DatabaseName } from './contestants';
import { loadContestants, NAMES } from './contestants';
import { describeRun } from './machine';
import { chat } from './storage/chat';
import { fork } from './storage/fork';
import { history } from './storage/history';
import { http } from './storage/http';
import { largeValues } from './storage/large-values';
import type { Part } from './storage/part';
import type { Database } from './storage/places';
import { startPostgresSchemas } from './storage/postgres-schemas';
import { openSqliteFiles } from './storage/sqlite-files';
import { steps } from './storage/steps';
import { manyThreads, parallel } from './storage/threads';
import { heading, lineText } from './table';

const PARTS: Readonly<Record<string, Part>> = {
  steps,
  chat,
  large: largeValues,
  history,
  fork,
  parallel,
  threads: manyThreads,
  http,
};
const DATABASES: Readonly<Record<string, DatabaseName>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
const QUICK = '--quick';

const startedMs = performance.now();
const asked = process.argv.slice(2);
requireKnown(asked);
const contestants = await loadContestants();
const isQuick = asked.includes(QUICK);
const parts = Object.entries(PARTS).filter(([name, part]) => isAsked(PARTS, name, part.isOptional));
const databases = Object.entries(DATABASES).filter(([name]) => isAsked(DATABASES, name));

console.log(describeRun(contestants));
console.log('Wall time throughout. Each with its own savers.');
console.log(heading([...NAMES, 'bare database']));
for (const [, name] of databases) await runOn(name);
console.log(`\n${Math.round((performance.now() - startedMs) / 1_000)} s in all`);

async function runOn(name: DatabaseName): Promise<void> {
  const own = parts.filter(([, part]) => part.databases.includes(name));
  if (own.length === 0) return;
  const database = await start(name);
  try {
    for (const [, part] of own) {
      console.log(`\n${name}: ${part.title}`);
      await part.run({ contestants, isQuick, show: (line) => console.log(lineText(line)) }, database);
    }
  } finally {
    await database.stop();
  }
}

async function start(name: DatabaseName): Promise<Database> {
  return name === 'SQLite' ? openSqliteFiles() : startPostgresSchemas();
}

/** Of the parts, and of the databases: those that are named, or all when none is. */
function isAsked(among: object, name: string, isOptional = false): boolean {
  const isAnyNamed = asked.some((word) => word in among);
  return isAnyNamed ? asked.includes(name) : !isOptional;
}

function requireKnown(words: string[]): void {
  const known = [...Object.keys(PARTS), ...Object.keys(DATABASES), QUICK];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length === 0) return;
  console.error(`There is no ${unknown.join(', ')} here. Name some of: ${known.join(', ')}.`);
  process.exit(1);
}
