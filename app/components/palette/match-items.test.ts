import { describe, expect, it } from 'vitest';
import type { PaletteItem } from '@/lib/client/palette-source';
import { groupItems, matchItems } from './match-items';

function item(label: string, group = 'Commands', detail?: string): PaletteItem {
  return { id: label, group, label, ...(detail !== undefined && { detail }), run: () => undefined };
}

describe('matchItems', () => {
  const items = [item('Stop the run'), item('Run one step'), item('approval', 'Threads', 'waiting')];
  const labels = (text: string) => matchItems(items, text).map(({ label }) => label);

  it('shows everything for no text', () => {
    expect(labels('  ')).toEqual(['Stop the run', 'Run one step', 'approval']);
  });

  it('wants every word, wherever it stands, whatever its case', () => {
    expect(labels('THREADS wait')).toEqual(['approval']);
    expect(labels('run nothing')).toEqual([]);
  });

  it('puts first what begins with the text', () => {
    expect(labels('run')).toEqual(['Run one step', 'Stop the run']);
  });
});

describe('groupItems', () => {
  it('keeps the order of the headings and of what stands under them', () => {
    const grouped = groupItems([item('a'), item('b', 'Threads'), item('c')]);
    expect(grouped.map(({ group, items }) => [group, ...items.map(({ label }) => label)])).toEqual([
      ['Commands', 'a', 'c'],
      ['Threads', 'b'],
    ]);
  });
});
