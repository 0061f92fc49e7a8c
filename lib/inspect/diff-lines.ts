import { alignItems } from './align';
import type { Difference } from './diff';
import type { TreePath } from './tree-items';

/** One line of the Diff tab: a place, a value that was taken away or put there, or a line of a text. */
export interface DiffLine {
  id: string;
  depth: number;
  kind: 'place' | 'added' | 'removed' | 'text-added' | 'text-removed' | 'text-gap';
  label: string | number;
  path: TreePath;
  value: unknown;
}

type Changed = Extract<Difference, { kind: 'changed' }>;

/** The differences alone, in order: containers as places, an update as its former and its new value, texts by lines. */
export function diffLines(difference: Difference | undefined): DiffLine[] {
  const lines: DiffLine[] = [];
  if (difference?.kind === 'changed') addEntries(lines, difference, [], 0);
  return lines;
}

function addEntries(lines: DiffLine[], difference: Changed, parent: TreePath, depth: number): void {
  for (const entry of difference.entries) {
    const path = [...parent, entry.key];
    const add = (kind: DiffLine['kind'], value: unknown, deeper = 0) =>
      lines.push({ id: String(lines.length), depth: depth + deeper, kind, label: entry.key, path, value });
    switch (entry.difference.kind) {
      case 'changed':
        add('place', undefined);
        addEntries(lines, entry.difference, path, depth + 1);
        break;
      case 'updated': {
        const { from, to } = entry.difference;
        if (typeof from === 'string' && typeof to === 'string' && `${from}${to}`.includes('\n')) {
          add('place', undefined);
          for (const line of textLines(from, to)) add(line.kind, line.text, 1);
        } else {
          add('removed', from);
          add('added', to);
        }
        break;
      }
      case 'added':
      case 'removed':
        add(entry.difference.kind, entry.difference.value);
        break;
    }
  }
}

/** Lines that changed; what is equal between them is one gap. */
function textLines(from: string, to: string): { kind: 'text-added' | 'text-removed' | 'text-gap'; text: string }[] {
  const before = from.split('\n');
  const after = to.split('\n');
  const lines: ReturnType<typeof textLines> = [];
  let equal = 0;
  const closeGap = () => {
    if (equal > 0) lines.push({ kind: 'text-gap', text: `${equal} equal line${equal === 1 ? '' : 's'}` });
    equal = 0;
  };
  for (const pair of alignItems(before, after)) {
    const old = pair.before === null ? undefined : before[pair.before];
    const next = pair.after === null ? undefined : after[pair.after];
    if (old === next) {
      equal++;
      continue;
    }
    closeGap();
    if (old !== undefined) lines.push({ kind: 'text-removed', text: old });
    if (next !== undefined) lines.push({ kind: 'text-added', text: next });
  }
  closeGap();
  return lines;
}
