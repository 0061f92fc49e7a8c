import type { EndComparison } from '@/lib/contracts/experiment';
import { getOrAdd } from './get-or-add';

/** A value at a row's end. Equal digests are equal values; `text` is its JSON, or the beginning of a long one. */
export interface EndValue {
  digest: string;
  text: string;
  isWhole: boolean;
}

export interface RowEnd {
  row: number;
  /** How it ended, in words: rows of different outcomes are never alike. */
  outcome: string;
  values: ReadonlyMap<string, EndValue>;
}

/** Rows that ended alike, and the keys in which the ends differ, in the order in which the keys come. */
export function compareEnds(ends: readonly RowEnd[]): Omit<EndComparison, 'leftOut'> {
  const keys = [...new Set(ends.flatMap(({ values }) => [...values.keys()]))];
  const varying = keys
    .map((key) => ({ key, parts: groupBy(ends, ({ values }) => values.get(key)?.digest ?? '') }))
    .filter(({ parts }) => parts.length > 1)
    .map(({ key, parts }) => {
      const texts = excerpts(parts.map(([first]) => (first as RowEnd).values.get(key) ?? null));
      return { key, values: parts.map((part, index) => ({ ...(texts[index] as Excerpt), rows: rowsOf(part) })) };
    });
  const alike = groupBy(ends, (end) =>
    JSON.stringify([end.outcome, ...keys.map((key) => end.values.get(key)?.digest ?? null)]),
  );
  const groups = alike
    .map((part) => ({ outcome: (part[0] as RowEnd).outcome, rows: rowsOf(part) }))
    .sort((a, b) => b.rows.length - a.rows.length);
  return { keys: keys.length, compared: rowsOf(ends), groups, varying };
}

interface Excerpt {
  text: string | null;
  isCut: boolean;
}

const SHOWN = 160;
const BEFORE = 24;

/** Long texts are shown from shortly before the place where they part. */
function excerpts(values: readonly (EndValue | null)[]): Excerpt[] {
  const texts = values.flatMap((value) => (value === null ? [] : [value.text]));
  const isLong = texts.some((text) => text.length > SHOWN);
  const from = isLong ? Math.max(0, commonStart(texts) - BEFORE) : 0;
  return values.map((value) => {
    if (value === null) return { text: null, isCut: false };
    const shown = value.text.slice(from, from + SHOWN);
    const isEnd = from + SHOWN >= value.text.length && value.isWhole;
    const text = `${from > 0 ? '…' : ''}${shown}${isEnd ? '' : '…'}`;
    return { text, isCut: from > 0 || !isEnd };
  });
}

function commonStart([first = '', ...others]: readonly string[]): number {
  if (others.length === 0) return 0;
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return length;
}

function rowsOf(ends: readonly RowEnd[]): number[] {
  return ends.map(({ row }) => row);
}

/** In the order in which the first of each comes. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) getOrAdd(groups, keyOf(item), () => []).push(item);
  return [...groups.values()];
}
