import { expect, it } from 'vitest';
import type { GraphLayout, PlacedNode } from './placed';
import { firstViewport, viewportOf, wholeViewport } from './viewport';

const pane = { width: 800, height: 600 };

function layoutOf(count: number, size: { width: number; height: number }): GraphLayout {
  const nodes = Array.from(
    { length: count },
    (_, index): PlacedNode => ({
      id: `n${index}`,
      name: `n${index}`,
      kind: 'task',
      depth: 0,
      x: 1000,
      y: index * 90,
      width: 200,
      height: 50,
    }),
  );
  return { nodes, edges: [], ...size };
}

it('shows all of a graph at first, a small one not larger than life', () => {
  const tall = layoutOf(30, { width: 300, height: 5000 });
  expect(firstViewport(tall, pane)).toEqual(wholeViewport(tall, pane));
  expect(firstViewport(layoutOf(2, { width: 300, height: 100 }), pane).zoom).toBe(1.1);
});

it('shows the beginning of a graph that would be too small to read', () => {
  const large = layoutOf(300, { width: 12_000, height: 5000 });
  expect(wholeViewport(large, pane).zoom).toBeLessThan(0.1);
  const { x, y, zoom } = firstViewport(large, pane);
  expect(zoom).toBe(0.6);
  expect(x + 1100 * zoom).toBe(400);
  expect(y).toBeGreaterThan(0);
});

it('begins nowhere in an empty graph', () => {
  expect(firstViewport(layoutOf(0, { width: 0, height: 0 }), pane).zoom).toBeGreaterThan(0);
});

it('brings some nodes into the middle of the pane', () => {
  const { nodes } = layoutOf(300, { width: 12_000, height: 30_000 });
  const { x, y, zoom } = viewportOf(nodes.slice(200, 202), pane)!;
  expect(zoom).toBe(1.1);
  expect(1100 * zoom + x).toBeGreaterThan(300);
  expect(1100 * zoom + x).toBeLessThan(500);
  expect(200 * 90 * zoom + y).toBeGreaterThan(0);
  expect((201 * 90 + 50) * zoom + y).toBeLessThan(600);
  expect(viewportOf([], pane)).toBeNull();
  expect(viewportOf([nodes[0]!, nodes[299]!], pane)).toEqual(viewportOf([nodes[0]!], pane));
});
