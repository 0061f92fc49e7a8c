import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Delta, deltaOf, jsonSerializer, seal } from '@/engine';
import { followedBy, type InnerPath, isFollowed, passes } from './passing-deltas';
import { execute } from './query';
import { SqliteDatabase } from './sqlite-database';
import { encodeStoredDelta } from './stored-value';

let database: SqliteDatabase;
beforeAll(() => {
  database = new SqliteDatabase(':memory:');
});
afterAll(() => database.close());

const LONG = 'what makes it worth more to store a delta than the whole value. '.repeat(3);

async function isPassed(before: unknown, after: unknown, ...paths: InnerPath[]): Promise<boolean> {
  const followed = followedBy(paths);
  if (followed === null) throw new Error('Nothing is followed.');
  const delta = deltaOf(seal(before, jsonSerializer), seal(after, jsonSerializer)) as Delta;
  const stored = Buffer.from(encodeStoredDelta('it', delta, jsonSerializer));
  const [row] = await execute(database, sql`SELECT ${passes(database.sql, sql`${stored}`, followed)} AS passed`);
  return row?.passed === 1;
}

it('passes lists that grow behind an item, and no others', async () => {
  const list = Array.from({ length: 11 }, (_, at) => `item ${at}`);
  expect(await isPassed(list, [...list, 'more'], [0])).toBe(true);
  expect(await isPassed(list, [...list, 'more'], [10, 'text'])).toBe(true);
  expect(await isPassed(list, [...list, 'more'], [11])).toBe(false);
  expect(await isPassed(list, [...list, 'more'], [99])).toBe(false);
  expect(await isPassed(list, [...list, 'more'], [2], [11])).toBe(false);
  expect(await isPassed(list.slice(0, 9), [...list.slice(0, 9), 'more'], [8])).toBe(true);
  expect(await isPassed(list.slice(0, 9), [...list.slice(0, 9), 'more'], [9])).toBe(false);
  expect(await isPassed(list, [...list.slice(1), 'more'], [0])).toBe(false);
  expect(await isPassed(list, list.with(0, 'another'), [5])).toBe(false);
  // An edit of an item that itself grew by an item.
  const rows = [[LONG], [LONG, LONG]];
  expect(await isPassed([...rows, 'end'], [rows[0], [...(rows[1] as string[]), LONG], 'end'], [0])).toBe(false);
});

it('passes records in which another key changed, on each level', async () => {
  const doc = { title: 'a', text: LONG, counts: { a: 1, b: LONG } };
  expect(await isPassed(doc, { ...doc, title: 'b' }, ['text'])).toBe(true);
  expect(await isPassed(doc, { ...doc, title: 'b' }, ['title'])).toBe(false);
  expect(await isPassed(doc, { ...doc, title: 'b' }, ['text'], ['title'])).toBe(false);
  expect(await isPassed(doc, { ...doc, counts: { ...doc.counts, a: 2 } }, ['counts', 'b'])).toBe(true);
  expect(await isPassed(doc, { ...doc, counts: { ...doc.counts, a: 2 } }, ['counts', 'a'])).toBe(false);
  expect(await isPassed(doc, { ...doc, counts: { ...doc.counts, a: 2 } }, ['counts'])).toBe(false);
  expect(await isPassed(doc, { ...doc, counts: { b: LONG } }, ['counts', 'a'])).toBe(false);
  expect(await isPassed(doc, { ...doc, counts: [LONG] }, ['counts', 'a'])).toBe(false);
  const { title: _, ...untitled } = doc;
  expect(await isPassed(doc, untitled, ['title'])).toBe(false);
  expect(await isPassed(untitled, { ...untitled, title: 'a' }, ['title', 'x'])).toBe(false);
});

it('takes a key for what it is, however it is written, and a value that looks like a delta for a value', async () => {
  const key = 'ein "Schlüssel" \\ \u2028';
  const doc = { [key]: 1, other: LONG, more: 1 };
  expect(await isPassed(doc, { ...doc, [key]: 2 }, [key])).toBe(false);
  expect(await isPassed(doc, { ...doc, more: 2 }, [key])).toBe(true);
  const shaped = { op: 'record', edit: [['counts', { op: 'record', put: [] }]] };
  const counted = { text: LONG, shaped: {}, counts: { a: 1 } };
  expect(await isPassed(counted, { ...counted, shaped, counts: { c: 2 } }, ['counts', 'a'])).toBe(false);
  expect(await isPassed({ ...doc, at: 1n }, { ...doc, at: 2n }, ['other'])).toBe(true);
  expect(await isPassed({ ...doc, at: 1n }, { ...doc, at: 2n }, ['at'])).toBe(false);
});

it('says nothing of a delta that is deflated', async () => {
  const doc = { other: 'x', text: '' };
  expect(await isPassed(doc, { ...doc, text: 'again and again '.repeat(1000) }, ['other'])).toBe(false);
});

it('follows what one look can tell of, and knows it again', () => {
  expect(followedBy([])).toBeNull();
  expect(followedBy([[]])).toBeNull();
  expect(followedBy([['a'], [1]])).toBeNull();
  expect(followedBy(Array.from({ length: 9 }, (_, at) => [`key ${at}`]))).toBeNull();
  const items = followedBy([[3], [7, 'text']]);
  expect(items && [[2, 'text'], [7], [8], []].map((path) => isFollowed(items, path))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const keys = followedBy([['a', 'b', 0], ['c']]);
  expect(keys && [['a', 'b', 5], ['a'], ['c', 'd'], ['d']].map((path) => isFollowed(keys, path))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
