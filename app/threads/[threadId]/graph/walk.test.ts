import { describe, expect, it } from 'vitest';
import type { PlacedNode } from './placed';
import { readingOrder, walkOfKey, walkTo } from './walk';

const node = (id: string, x: number, y: number, more: Partial<PlacedNode> = {}): PlacedNode => ({
  id,
  name: id,
  kind: 'task',
  x,
  y,
  width: 100,
  height: 40,
  depth: 0,
  ...more,
});

/**
 *        in
 *     a
 *  b     c
 *     d
 */
const nodes = [
  node('d', 100, 240),
  node('c', 220, 140),
  node('in', 130, 0, { kind: 'terminal' }),
  node('a', 100, 60),
  node('b', 0, 140),
];
const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

describe('walkOfKey', () => {
  it('leaves plain arrows to time', () => {
    expect(walkOfKey({ ...plain, key: 'ArrowDown' })).toBeUndefined();
    expect(walkOfKey({ ...plain, key: 'ArrowDown', altKey: true })).toBe('down');
    expect(walkOfKey({ ...plain, key: 'j' })).toBe('next');
    expect(walkOfKey({ ...plain, key: 'j', ctrlKey: true })).toBeUndefined();
    expect(walkOfKey({ ...plain, key: 'j', altKey: true })).toBeUndefined();
  });
});

describe('walkTo', () => {
  const from = (id: string | null, ...walks: Parameters<typeof walkTo>[2][]) =>
    walks.reduce((at, walk) => walkTo(nodes, at, walk) ?? null, id);

  it('reads row by row, and stays at an end', () => {
    expect(readingOrder(nodes).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(from('a', 'next')).toBe('b');
    expect(from('b', 'next')).toBe('c');
    expect(from('d', 'next')).toBe('d');
    expect(from('a', 'previous')).toBe('a');
    expect([from('c', 'first'), from('c', 'last')]).toEqual(['a', 'd']);
  });

  it('goes to the nearest node that way', () => {
    expect([from('b', 'right'), from('c', 'left')]).toEqual(['c', 'b']);
    expect([from('b', 'up'), from('b', 'down')]).toEqual(['a', 'd']);
    expect(from('a', 'up')).toBe('a');
    expect(from('a', 'down', 'down')).toBe('d');
  });

  it('begins at the first node, and nowhere in an empty graph', () => {
    expect(from(null, 'down')).toBe('a');
    expect(from('gone', 'next')).toBe('a');
    expect(walkTo([], null, 'next')).toBeUndefined();
  });

  it('stands at the name of a frame, before what is inside it', () => {
    const framed = [...nodes, node('f', 0, 320, { kind: 'frame', height: 300, width: 300 }), node('f|x', 100, 380)];
    expect(walkTo(framed, 'd', 'down')).toBe('f');
    expect(walkTo(framed, 'f', 'down')).toBe('f|x');
    expect(walkTo(framed, 'f|x', 'up')).toBe('f');
  });
});
