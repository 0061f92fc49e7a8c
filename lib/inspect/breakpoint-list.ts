import type { Breakpoint } from '@/lib/contracts/breakpoint';

/** A breakpoint as a person keeps it. With neither node nor condition it does nothing yet. */
export interface KeptBreakpoint {
  id: string;
  /** Names of the nodes on the way and of the node itself, joined with `|`; null for the state at any step. */
  node: string | null;
  when: 'before' | 'after';
  /** JSONata; empty for none. */
  condition: string;
  isOn: boolean;
}

/** What was kept as text; what cannot be read, or is not of this shape, is left out. */
export function parseBreakpoints(text: string | null): KeptBreakpoint[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is KeptBreakpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { id, node, when, condition, isOn } = value as Record<string, unknown>;
  const isAtNode = node === null || typeof node === 'string';
  return (
    typeof id === 'string' &&
    isAtNode &&
    (when === 'before' || when === 'after') &&
    typeof condition === 'string' &&
    typeof isOn === 'boolean'
  );
}

export function breakpointsAt(list: readonly KeptBreakpoint[], node: string): KeptBreakpoint[] {
  return list.filter((each) => each.node === node);
}

/** One that is plain comes and goes with a click; those with more to them are left for the list. */
export function isPlain({ condition, when, isOn }: KeptBreakpoint): boolean {
  return condition === '' && when === 'before' && isOn;
}

export function withChange(
  list: readonly KeptBreakpoint[],
  id: string,
  change: Partial<Omit<KeptBreakpoint, 'id'>>,
): KeptBreakpoint[] {
  return list.map((each) => (each.id === id ? { ...each, ...change } : each));
}

/** Stops nothing: switched off, empty, or at a node that the graph does not have (any more). */
export function isInForce(breakpoint: KeptBreakpoint, nodes: readonly string[] | null): boolean {
  if (!breakpoint.isOn) return false;
  if (breakpoint.node === null) return breakpoint.condition.trim() !== '';
  return isKnownNode(breakpoint.node, nodes);
}

/** @param nodes of the root graph; null when they are not known */
export function isKnownNode(node: string, nodes: readonly string[] | null): boolean {
  return nodes === null || nodes.includes(node.split('|')[0] ?? '');
}

/** What a run is sent. */
export function toWireBreakpoints(list: readonly KeptBreakpoint[], nodes: readonly string[] | null): Breakpoint[] {
  return list
    .filter((each) => isInForce(each, nodes))
    .map(({ node, when, condition }) => ({
      ...(node !== null && { node, when }),
      ...(condition.trim() !== '' && { condition: condition.trim() }),
    }));
}

/** `before draft if count > 3`, `once count > 3`, `at step 4`. */
export function breakpointText({ node, when = 'before', condition, step }: Breakpoint): string {
  if (step !== undefined) return `at step ${step}`;
  if (node === undefined) return `once ${condition}`;
  return `${when} ${nodeText(node)}${condition === undefined ? '' : ` if ${condition}`}`;
}

/** `child › ask` for a node of a subgraph. */
export function nodeText(node: string): string {
  return node.split('|').join(' › ');
}
