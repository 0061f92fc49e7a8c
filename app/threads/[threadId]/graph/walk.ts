import { isPressOf, type KeyPress } from '@/lib/client/key-press';
import type { PlacedNode } from './placed';

export type Walk = 'next' | 'previous' | 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/** By key, as the key map writes it. Plain arrows are time's, so these need Alt. */
const WALKS: readonly [string, Walk][] = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Alt+ArrowUp', 'up'],
  ['Alt+ArrowDown', 'down'],
  ['Alt+ArrowLeft', 'left'],
  ['Alt+ArrowRight', 'right'],
  ['Alt+Home', 'first'],
  ['Alt+End', 'last'],
];

/** Which way over the nodes a key leads. */
export function walkOfKey(press: KeyPress): Walk | undefined {
  return WALKS.find(([written]) => isPressOf(written, press, false))?.[1];
}

/** In the order in which one reads: row by row, a frame before what is inside it. */
export function readingOrder(nodes: readonly PlacedNode[]): PlacedNode[] {
  return nodes.filter(isReachable).sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Where a walk from a node leads; the same node at an end. Undefined when there is nothing to walk over. */
export function walkTo(nodes: readonly PlacedNode[], fromId: string | null, walk: Walk): string | undefined {
  const ordered = readingOrder(nodes);
  const at = ordered.findIndex((node) => node.id === fromId);
  const from = ordered[at];
  if (!from) return ordered[0]?.id;
  switch (walk) {
    case 'next':
      return ordered[Math.min(at + 1, ordered.length - 1)]?.id;
    case 'previous':
      return ordered[Math.max(at - 1, 0)]?.id;
    case 'first':
      return ordered[0]?.id;
    case 'last':
      return ordered.at(-1)?.id;
    default:
      return nearest(ordered, from, walk)?.id ?? from.id;
  }
}

function isReachable(node: PlacedNode): boolean {
  return node.kind !== 'terminal';
}

/** The nearest one that way; what lies straight ahead counts as nearer than what lies aside. */
function nearest(nodes: readonly PlacedNode[], from: PlacedNode, walk: 'up' | 'down' | 'left' | 'right') {
  const [fromX, fromY] = centreOf(from);
  const isVertical = walk === 'up' || walk === 'down';
  const sign = walk === 'up' || walk === 'left' ? -1 : 1;
  let best: { node: PlacedNode; distance: number } | undefined;
  for (const node of nodes) {
    const [x, y] = centreOf(node);
    const ahead = (isVertical ? y - fromY : x - fromX) * sign;
    if (node === from || ahead <= 1) continue;
    const distance = ahead + Math.abs(isVertical ? x - fromX : y - fromY) * ASIDE;
    if (!best || distance < best.distance) best = { node, distance };
  }
  return best?.node;
}

const ASIDE = 2;

/** Of a frame, its name's: that is where one stands. */
function centreOf({ kind, x, y, width, height }: PlacedNode): [x: number, y: number] {
  return [x + width / 2, kind === 'frame' ? y : y + height / 2];
}
