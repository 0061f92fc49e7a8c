import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KEY_MAP, type KeyLine } from './key-map';

/** The places that are on one page together. */
const PAGES = [['Threads'], ['Run', 'Time', 'Panes', 'Edit & fork']];

describe('the key map', () => {
  const lines: readonly KeyLine[] = KEY_MAP;

  it('gives a key one meaning on a page', () => {
    for (const places of PAGES) {
      const onPage = lines.filter(({ place }) => place === 'Everywhere' || places.includes(place));
      const keys = onPage.flatMap((line) => line.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('lists what widgets listen for themselves', () => {
    expect(lines.flatMap(({ id, keys }) => (id === undefined ? keys : []))).toEqual(
      expect.arrayContaining(['Enter', 'j', 'o', 'Alt+ArrowUp', 'Mod+Enter']),
    );
  });

  it('names a key once', () => {
    const ids = lines.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stands in the guide, line by line', () => {
    const guide = readFileSync(new URL('../../docs/guide.md', import.meta.url), 'utf8');
    const [, table = ''] = guide.split('| Where | Keys | What |\n|---|---|---|\n');
    const written = lines.map(
      ({ place, keys, does }) =>
        `| ${place} | ${keys.map((key) => `\`${key.replace(/ $/, 'Space')}\``).join(' ')} | ${does} |`,
    );
    expect(table.split('\n\n')[0]?.split('\n')).toEqual(written);
  });
});
