import type { Preview } from '@/lib/contracts/fork';
import { diffValues } from '@/lib/inspect/diff';
import { DIFF_SIGNS, type DiffLine, diffLines } from '@/lib/inspect/diff-lines';
import { previewOf } from '@/lib/inspect/preview';
import { cx } from '../ui/cx';
import { WordedText } from '../ui/worded-text';
import { reducedText } from './reduced-text';

/** Rows shown; an edit that changes more says how many more. */
const MAX_ROWS = 40;

/** The difference between the state here and the state that the edit results in, channel by channel. */
export function ChangedRows({ before, preview }: { before: Record<string, unknown>; preview: Preview }) {
  const lines = diffLines(diffValues(before, preview.values));
  if (lines.length === 0) {
    return <p className="px-3 py-2 text-fg-2">The resulting state is the same as before.</p>;
  }
  return (
    <ul aria-label="Changes to the state" className="py-1 font-mono text-xs">
      {lines.slice(0, MAX_ROWS).map((line) => (
        <Row key={line.id} line={line} how={line.depth === 0 ? howOf(before, preview, String(line.label)) : null} />
      ))}
      {lines.length > MAX_ROWS && <li className="px-3 py-1 text-fg-3">and {lines.length - MAX_ROWS} more lines</li>}
    </ul>
  );
}

const GROUNDS: Record<DiffLine['kind'], string> = {
  place: '',
  added: 'bg-done-soft text-done',
  removed: 'bg-fail-soft text-fail',
  'text-added': 'bg-done-soft text-done',
  'text-removed': 'bg-fail-soft text-fail',
  words: 'bg-now-soft',
  'text-gap': 'text-fg-3',
};

function Row({ line, how }: { line: DiffLine; how: string | null }) {
  return (
    <li
      className={cx('flex min-h-6 items-center gap-1.5 px-3', GROUNDS[line.kind])}
      style={{ paddingLeft: 12 + line.depth * 12 }}
    >
      <span aria-hidden className="w-2 shrink-0">
        {DIFF_SIGNS[line.kind]}
      </span>
      <RowContent line={line} />
      {how !== null && <span className="ml-auto shrink-0 font-sans text-2xs text-wait">{how}</span>}
    </li>
  );
}

function RowContent({ line }: { line: DiffLine }) {
  switch (line.kind) {
    case 'place':
      return <span className="text-fg-2">{line.label}</span>;
    case 'added':
    case 'removed':
      return (
        <>
          <span className="sr-only">{line.kind === 'added' ? 'now' : 'was'}</span>
          <span className="shrink-0">{line.label}:</span>
          <span className="min-w-0 truncate">{previewOf(line.value, 160)}</span>
        </>
      );
    case 'words':
      return <WordedText segments={line.segments ?? []} />;
    default:
      return <span className="min-w-0 truncate">{String(line.value) || ' '}</span>;
  }
}

function howOf(before: Record<string, unknown>, preview: Preview, channel: string): string | null {
  switch (preview.combined.find((each) => each.channel === channel)?.how) {
    case 'overwritten':
      return 'replaced (Overwrite)';
    case 'reduced':
      return reducedText(before[channel], preview.values[channel]);
    default:
      return null;
  }
}
