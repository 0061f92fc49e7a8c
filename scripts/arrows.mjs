#!/usr/bin/env node
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Checks who imports whom (ARCHITECTURE.md, "Rooms") with dependency-cruiser, whose swc parser needs two things from here:
 * it reads no JSX, and it does not tell `import type` from `import`. So the parse is wrapped before dependency-cruiser loads it.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const swc = require('@swc/core');
const parseFile = swc.parseFileSync;
let keepsTypes = true;
swc.parseFileSync = (file, options) => {
  const tree = parseFile(file, { ...options, tsx: file.endsWith('x') });
  return keepsTypes ? tree : { ...tree, body: tree.body.filter((item) => !isTypeOnly(item)) };
};
const { cruise } = await import('dependency-cruiser');
const { everyImport, atRunTime, options } = require('../.dependency-cruiser.cjs');

const ROOMS = ['app', 'drizzle', 'e2e', 'engine', 'graphs', 'interop', 'lib', 'instrumentation.ts', 'proxy.ts'];

await proveThatItCatches();
const found = await violations(root, ROOMS);
for (const { rule, from, to } of found.list) console.error(`  ${rule.name}: ${from} → ${to}`);
console.log(`${found.modules} modules cruised, ${found.list.length} forbidden imports.`);
process.exitCode = found.list.length === 0 ? 0 : 1;

async function violations(baseDir, paths) {
  const everywhere = await cruiseWith(everyImport, { baseDir, paths, types: true });
  const running = await cruiseWith(atRunTime, { baseDir, paths, types: false });
  return {
    modules: everywhere.summary.totalCruised,
    list: [...everywhere.summary.violations, ...running.summary.violations],
  };
}

async function cruiseWith(forbidden, { baseDir, paths, types }) {
  keepsTypes = types;
  const present = paths.filter((path) => existsSync(join(baseDir, path)));
  const resolving = { alias: { ...ownEntries(), '@': baseDir } };
  const result = await cruise(present, { ...options, baseDir, validate: true, ruleSet: { forbidden } }, resolving);
  if (result.output.summary.totalCruised === 0)
    throw new Error('dependency-cruiser cruised no module: it checks nothing.');
  return result.output;
}

/** `retrograph`, `retrograph/sqlite`, … → their sources, as package.json's exports say. */
function ownEntries() {
  const { name, exports: entries } = require('../package.json');
  return Object.fromEntries(
    Object.entries(entries).map(([key, { source }]) => [`${name}${key.slice(1)}$`, join(root, source)]),
  );
}

/** A checker that is blind reports nothing, like one that finds nothing: so it must find five planted mistakes first. */
async function proveThatItCatches() {
  const planted = {
    'engine/index.ts': "import '../lib/runs/start';\nexport const engine = 1;",
    'lib/runs/start.ts': "import type { engine } from '../../engine/graph/deep';\nexport type Start = typeof engine;",
    'engine/graph/deep.ts': 'export const engine = 2;',
    'lib/contracts/debugger.ts': 'export const schema = 3;',
    'app/pane.tsx': "import { schema } from '../lib/contracts/debugger';\nexport const Pane = () => <b>{schema}</b>;",
    'engine/chat.test.ts':
      "import { HumanMessage } from '@langchain/core/messages';\nexport const chat = HumanMessage;",
    'graphs/flow.ts': "import { engine } from '../lib/runs/start';\nexport const graph = engine;",
  };
  const expected = [
    'arrows-of-engine',
    'arrows-of-runs',
    'contracts-are-types-in-the-browser',
    'langchain-is-for-interop',
    'arrows-of-examples',
  ];
  const baseDir = mkdtempSync(join(tmpdir(), 'retrograph-arrows-'));
  try {
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(baseDir, path)), { recursive: true });
      writeFileSync(join(baseDir, path), text);
    }
    const caught = (await violations(baseDir, ROOMS)).list.map(({ rule }) => rule.name);
    const missed = expected.filter((name) => !caught.includes(name));
    if (missed.length > 0) throw new Error(`The import rules are blind: not caught were ${missed.join(', ')}.`);
  } finally {
    rmSync(baseDir, { recursive: true, force: true });
  }
}

/** `import type …`, `export type … from`, and imports whose every name is a type. */
function isTypeOnly(item) {
  if (item.typeOnly) return true;
  const names = item.type === 'ImportDeclaration' ? item.specifiers : [];
  return names.length > 0 && names.every((name) => name.isTypeOnly);
}
