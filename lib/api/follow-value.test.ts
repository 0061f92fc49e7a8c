import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyCheckpoint, freshVersion, nextCheckpointId } from '@/engine';
import type { ValuePath } from '@/lib/contracts/changes';
import { toWire } from '@/lib/contracts/wire-value';
import { valueAt } from '@/lib/inspect/fold-value';
import { traceValues } from '@/lib/inspect/trace-values';
import { openStore } from '@/lib/storage/open-store';
import type { Store } from '@/lib/storage/store';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { ValueFollower } from './follow-value';
import { findBlames, findChangedSteps, findChanges } from './read-changes';

// Values that change step by step, on two branches, stored as they are stored; what is found by their deltas must be what
// comparing the full states finds.

let store: Store;

type Item = { id: string; text: string; tags: string[] };
interface Doc {
  title: string;
  items: Item[];
  counts: Record<string, number>;
  log: string[];
}
type Edit = (doc: Doc, serial: number) => Doc;

const PAD = 'some text that makes the value long enough for its chain to bear a few deltas. '.repeat(6);
/** As many items as it takes for their chain to bear one that slides. */
const start = (): Doc => ({
  title: PAD,
  items: Array.from({ length: 12 }, (_, at) => item(-1 - at)),
  counts: {},
  log: [],
});

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.constant<Edit>((doc, n) => ({ ...doc, items: [...doc.items, item(n)] })),
  fc.constant<Edit>((doc, n) => ({ ...doc, items: [item(n), ...doc.items] })),
  fc.constant<Edit>((doc, n) => ({ ...doc, items: [...doc.items.slice(1), item(n)] })),
  fc.constant<Edit>((doc) => ({ ...doc, items: doc.items.slice(0, -1) })),
  fc.nat(5).map<Edit>((at) => (doc, n) => ({
    ...doc,
    items: doc.items.map((each, index) => (index === at ? { ...each, text: `text ${n}` } : each)),
  })),
  fc.nat(5).map<Edit>((at) => (doc, n) => ({
    ...doc,
    items: doc.items.map((each, index) => (index === at ? { ...item(n), id: each.id } : each)),
  })),
  fc.nat(5).map<Edit>((at) => (doc, n) => ({ ...doc, items: doc.items.toSpliced(at, 1, item(n)) })),
  fc.nat(5).map<Edit>((at) => (doc) => ({ ...doc, items: doc.items.toSpliced(at, 1) })),
  fc.constantFrom('a', 'b', 'c').map<Edit>((key) => (doc, n) => ({ ...doc, counts: { ...doc.counts, [key]: n } })),
  fc.constantFrom('a', 'b', 'c').map<Edit>((key) => (doc) => {
    const { [key]: _, ...counts } = doc.counts;
    return { ...doc, counts };
  }),
  fc.constant<Edit>((doc, n) => ({ ...doc, log: [...doc.log, `line ${n}`] })),
  fc.constant<Edit>((doc, n) => ({ ...doc, title: `${doc.title}${n}` })),
  fc.constant<Edit>((doc, n) => ({ ...doc, title: `${n} ${PAD}` })),
  fc.constant<Edit>((doc) => ({ ...doc })),
);

/** Hardly to be deflated, or no chain of them would bear a delta. */
const noise = (n: number) =>
  ['a', 'b', 'c', 'd'].map((part) => createHash('sha256').update(`${part}${n}`).digest('base64')).join('');
const item = (n: number): Item => ({
  id: `m${n}`,
  text: `text ${n} ${noise(n)}${noise(-n)}`,
  tags: [`tag ${n}`, 'same'],
});

const PATHS: ValuePath[] = [
  ['doc'],
  ['doc', 'title'],
  ['doc', 'items'],
  ['doc', 'items', 0],
  ['doc', 'items', 1, 'text'],
  ['doc', 'items', 2, 'tags', 0],
  ['doc', 'items', 7],
  ['doc', 'counts', 'a'],
  ['doc', 'counts', 'b'],
  ['doc', 'log', 1],
  ['doc', 'log', 0, 'nothing'],
  ['items'],
  ['items', 0, 'text'],
  ['items', 1],
  ['items', 3, 'id'],
  ['log'],
  ['log', 0],
];

interface Made {
  thread: string;
  /** From the root to the tip that is asked about, over the fork point. */
  lineage: { id: string; value: unknown }[];
}

let threads = 0;
async function make(before: Edit[], beside: Edit[], after: Edit[]): Promise<Made> {
  const thread = `t${++threads}`;
  let version = freshVersion(undefined);
  const put = async (parent: string | null, value: Doc, step: number) => {
    version = freshVersion(version);
    const id = nextCheckpointId(parent ?? undefined);
    // The items are a channel of their own too, and the log one that comes and goes.
    const values = { doc: value, items: value.items, ...(value.log.length % 2 === 1 && { log: value.log }) };
    const versions = Object.fromEntries(Object.keys(values).map((channel) => [channel, version]));
    const checkpoint = { ...emptyCheckpoint(), id, channel_values: values, channel_versions: versions };
    const configurable = { thread_id: thread, checkpoint_ns: '', ...(parent !== null && { checkpoint_id: parent }) };
    const metadata = { source: step < 0 ? ('input' as const) : ('loop' as const), step, parents: {} };
    await store.saver.put({ configurable }, checkpoint, metadata, versions);
    return { id, value: toWire(values) };
  };
  const lineage: Made['lineage'] = [];
  let doc = start();
  let step = -1;
  lineage.push(await put(null, doc, step));
  const go = async (list: Edit[], into: Made['lineage'] | null) => {
    for (const edit of list) {
      doc = edit(doc, ++step);
      const parent = (into ?? aside).at(-1)?.id as string;
      (into ?? aside).push(await put(parent, doc, step));
    }
  };
  const aside: Made['lineage'] = [];
  await go(before, lineage);
  const fork = { doc, step };
  aside.push(lineage.at(-1) as Made['lineage'][number]);
  await go(beside, null);
  ({ doc, step } = fork);
  await go(after, lineage);
  return { thread, lineage };
}

/** By comparing each state with the one before it. */
function naive({ lineage }: Made, path: ValuePath): number[] {
  const steps: number[] = [];
  let at: ValuePath | null = path;
  for (let index = lineage.length - 1; index >= 0 && at !== null; index--) {
    const trace = traceValues(lineage[index - 1]?.value, lineage[index]?.value, at, 'back');
    if (trace.isChanged) steps.push(index - 1);
    at = trace.path;
  }
  return steps.reverse();
}

async function open({ thread, lineage }: Made) {
  const checkpointId = lineage.at(-1)?.id as string;
  const reader = await store.openChanges(thread);
  const places = await reader.placesAt(checkpointId);
  if (places === null) throw new Error('The tip is gone.');
  return { threadId: thread, checkpointId, reader, follower: new ValueFollower(reader, store.saver.serde), places };
}
const { signal } = new AbortController();

const list = (max: number) => fc.array(edits, { maxLength: max, minLength: 1 });

const DATABASES = [
  { name: 'SQLite', open: async () => newSqliteFile(), isThere: true },
  { name: 'PostgreSQL', open: () => newPostgresSchema(), isThere: testPostgresUrl !== undefined },
];

describe.each(DATABASES.filter(({ isThere }) => isThere))('on $name', ({ name, open: openDatabase }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openDatabase();
    store = await openStore(name === 'SQLite' ? `file:${database.url}` : database.url);
  });
  afterAll(async () => {
    await store.close();
    await database.remove();
  });

  it('finds by deltas what comparing full states finds, over fork points', async () => {
    await fc.assert(
      fc.asyncProperty(list(25), list(4), list(25), async (before, beside, after) => {
        const made = await make(before, beside, after);
        const found = await findChangedSteps(await open(made), PATHS, { after: undefined, signal });
        expect(found).toEqual(PATHS.map((path) => naive(made, path)));
        const blames = await findBlames(await open(made), PATHS);
        expect(blames.map((blame) => blame?.change.row.step ?? null)).toEqual(
          found.map((steps) => steps.at(-1) ?? null),
        );
      }),
      { numRuns: name === 'SQLite' ? 40 : 8 },
    );
  });

  it('finds the same of one value alone, for which what leaves it alone is not even read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), list(25), list(25), async (path, before, after) => {
        const made = await make(before, [], after);
        const steps = naive(made, path);
        const [blame] = await findBlames(await open(made), [path]);
        expect(blame?.change.row.step ?? null).toBe(steps.at(-1) ?? null);
        expect(await findChangedSteps(await open(made), [path], { after: undefined, signal })).toEqual([steps]);
      }),
      { numRuns: name === 'SQLite' ? 40 : 8 },
    );
  });

  it('comes back onward the way that it went, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(list(25), list(25), async (before, after) => {
        const made = await make(before, [], after);
        const question = await open(made);
        const tipId = question.checkpointId;
        for (const path of PATHS) {
          const { found } = await findChanges(question, path, { direction: 'back', tipId, limit: 200, signal });
          for (const { change, pathBefore, pathAfter } of found) {
            if (pathBefore === null || change.row.parentId === null) continue;
            const value = made.lineage.find(({ id }) => id === change.row.checkpointId)?.value;
            const told = await question.follower.valueAt(change.channel, change.to, pathAfter as ValuePath);
            expect(told).toEqual(valueAt(value, [change.channel, ...(pathAfter as ValuePath)]));
            // Of what is not there any more, only the place is known.
            if (told === undefined) continue;
            const there = await open({ ...made, lineage: [{ id: change.row.parentId, value: null }] });
            const from = [change.channel, ...pathBefore];
            const onward = await findChanges(there, from, { direction: 'onward', tipId, limit: 1, signal });
            expect(onward.found[0]?.change.row.step).toBe(change.row.step);
            expect(onward.found[0]?.pathAfter).toEqual(pathAfter);
          }
        }
      }),
      { numRuns: name === 'SQLite' ? 12 : 3 },
    );
  });
});
