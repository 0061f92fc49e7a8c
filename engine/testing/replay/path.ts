import { START } from '../../channels/names';
import type { TimelineRow } from '../../checkpoint/branching';
import { isCallPath } from '../../checkpoint/checkpoint';

/** A text for each step that nodes made. Inputs, edits, and the step that takes an input over have none. */
export function pathOf(rows: readonly TimelineRow[]): string[] {
  return rows.flatMap(({ source, tasks }) => {
    const nodes = tasks.filter(({ node, path }) => node !== START && !isCallPath(path)).map(({ node }) => node);
    return source === 'loop' && nodes.length > 0 ? [describeStep(nodes)] : [];
  });
}

/** The nodes of one step as a text that does not depend on the order of its tasks: `left, right`, `work × 3`. */
export function describeStep(nodes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, count]) => (count === 1 ? node : `${node} × ${count}`))
    .join(', ');
}

/** Where a path leaves the recorded one, in words; undefined for equal ones. Made to be the message of an `expect`. */
export function firstDifference(recorded: readonly string[], now: readonly string[]): string | undefined {
  for (let index = 0; index < Math.max(recorded.length, now.length); index++) {
    if (recorded[index] === now[index]) continue;
    return `Step ${index + 1}: recorded ${named(recorded[index])}, now ${named(now[index])}`;
  }
  return undefined;
}

function named(step: string | undefined): string {
  return step === undefined ? 'no further step' : `"${step}"`;
}
