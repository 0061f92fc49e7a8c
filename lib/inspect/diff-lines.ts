import { alignItems } from './align';
import type { Difference } from './diff';
import { diffWords, type WordSegment } from './diff-words';
import type { TreePath } from './tree-items';

/** One line of the Diff tab: a place, a value that was taken away or put there, or a line of a text. */
export interface DiffLine {
  id: string;
  depth: number;
  /** `words` is a line of a text with what changed in it; `text-gap` says what is left out. */
  kind: 'place' | 'added' | 'removed' | 'text-added' | 'text-removed' | 'words' | 'text-gap';
  label: string | number;
  path: TreePath;
  value: unknown;
  /** Of `words`. */
  segments?: WordSegment[];
}

/** What stands before a line. */
export const DIFF_SIGNS: Record<DiffLine['kind'], string> = {
  place: '',
  added: '+',
  removed: '−',
  'text-added': '+',
  'text-removed': '−',
  words: '~',
  'text-gap': '⋯',
};

type Changed = Extract<Difference, { kind: 'changed' }>;

/** A text this short is read at once, before and after. */
const SHORT_TEXT = 40;

/** The differences alone, in order: containers as places, an update as its former and its new value, texts by lines and words. */
export function diffLines(difference: Difference | undefined): DiffLine[] {
  const lines: DiffLine[] = [];
  if (difference?.kind === 'changed') addEntries(lines, difference, [], 0);
  return lines;
}

function addEntries(lines: DiffLine[], difference: Changed, parent: TreePath, depth: number): void {
  for (const entry of difference.entries) {
    const path = [...parent, entry.key];
    const add = (kind: DiffLine['kind'], value: unknown, deeper = 0, segments?: WordSegment[]) =>
      lines.push({
        id: String(lines.length),
        depth: depth + deeper,
        kind,
        label: entry.key,
        path,
        value,
        ...(segments && { segments }),
      });
    switch (entry.difference.kind) {
      case 'changed':
        add('place', undefined);
        addEntries(lines, entry.difference, path, depth + 1);
        break;
      case 'updated': {
        const { from, to } = entry.difference;
        if (typeof from === 'string' && typeof to === 'string' && isLong(from, to)) {
          add('place', undefined);
          for (const { kind, text, segments } of textLines(from, to)) add(kind, text, 1, segments);
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
  const gap = gapText(difference);
  if (gap !== null)
    lines.push({ id: String(lines.length), depth, kind: 'text-gap', label: '', path: parent, value: gap });
}

function isLong(from: string, to: string): boolean {
  return `${from}${to}`.includes('\n') || Math.min(from.length, to.length) > SHORT_TEXT;
}

function gapText({ same, left = 0 }: Changed): string | null {
  const told = [
    ...(left > 0 ? [`${left.toLocaleString('en')} more differences, too many to compare here`] : []),
    ...(same > 0 ? [`${same.toLocaleString('en')} unchanged`] : []),
  ];
  return told.length === 0 ? null : told.join('; ');
}

interface TextLine {
  kind: 'text-added' | 'text-removed' | 'words' | 'text-gap';
  text: string;
  segments?: WordSegment[];
}

/** Lines that changed; what is equal between them is one gap. */
function textLines(from: string, to: string): TextLine[] {
  const before = from.split('\n');
  const after = to.split('\n');
  const lines: TextLine[] = [];
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
    const segments = old === undefined || next === undefined ? null : diffWords(old, next);
    if (segments && next !== undefined) lines.push({ kind: 'words', text: next, segments });
    else {
      if (old !== undefined) lines.push({ kind: 'text-removed', text: old });
      if (next !== undefined) lines.push({ kind: 'text-added', text: next });
    }
  }
  closeGap();
  return lines;
}
