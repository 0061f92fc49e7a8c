'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatBytes } from '@/app/components/ui/format';
import { WordedText } from '@/app/components/ui/worded-text';
import { DIFF_SIGNS, type DiffLine } from '@/lib/inspect/diff-lines';
import { isContainer } from '@/lib/inspect/json';
import { partOf } from '@/lib/inspect/parts';
import { isShort, previewOf } from '@/lib/inspect/preview';

const ROW_PX = 22;
const LONGEST_PRINT = 20_000;
/** Of what did not travel whole. */
const HEAD_CHARACTERS = 80;

export function DiffLines({ lines, label = 'Differences' }: { lines: readonly DiffLine[]; label?: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      <ul className="relative my-1.5" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const key = `${line.kind}${line.path.join('/')}${line.id}`;
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={cx('absolute inset-x-0 top-0 flex gap-1 pr-2 font-mono text-xs leading-5.5', TONE[line.kind])}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 8 + line.depth * 14 }}
            >
              <span aria-hidden className="w-3 shrink-0 text-center">
                {DIFF_SIGNS[line.kind]}
              </span>
              <span className="sr-only">{SPOKEN[line.kind]}</span>
              <LineContent
                line={line}
                isOpen={opened.has(key)}
                onOpen={() => setOpened((known) => new Set(known).add(key))}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function LineContent({ line, isOpen, onOpen }: { line: DiffLine; isOpen: boolean; onOpen: () => void }) {
  if (line.kind === 'place') return <span className="font-medium text-fg">{line.label}</span>;
  if (line.kind === 'text-gap') return <span className="text-fg-3">{String(line.value)}</span>;
  if (line.kind === 'words') return <WordedText segments={line.segments ?? []} />;
  if (line.kind === 'text-added' || line.kind === 'text-removed') {
    return <span className="min-w-0 break-words whitespace-pre-wrap text-fg">{String(line.value) || ' '}</span>;
  }
  const part = partOf(line.value);
  const isOpenable = part === null && isContainer(line.value) && Object.keys(line.value).length > 0;
  const isShown = isOpen || (isOpenable && isShort(line.value));
  return (
    <>
      <span className="shrink-0 text-fg-2">{line.label}:</span>
      <span className="min-w-0 break-words whitespace-pre-wrap text-fg">
        {isShown || isMultiline(line.value) ? (
          <PrintedValue value={line.value} />
        ) : (
          previewOf(line.value, part === null ? LONGEST_PRINT : HEAD_CHARACTERS)
        )}
        {part !== null && (
          <span className="text-fg-2"> {formatBytes(part.bytes)}, too large to compare here: open it in State</span>
        )}
      </span>
      {isOpenable && !isShown && (
        <button type="button" onClick={onOpen} className="shrink-0 rounded-sm px-1 text-now hover:underline">
          show all
        </button>
      )}
    </>
  );
}

/** In full, as far as it can be read: what is longer says so. */
function PrintedValue({ value }: { value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, tellPart, 2);
  const hidden = text.length - LONGEST_PRINT;
  return (
    <>
      {text.slice(0, LONGEST_PRINT)}
      {hidden > 0 && (
        <span className="text-fg-3"> … {hidden.toLocaleString('en')} more characters: see them in the State tab.</span>
      )}
    </>
  );
}

/** What did not travel says so, in the place where it would stand. */
function tellPart(_key: string, value: unknown): unknown {
  const part = partOf(value);
  return part === null ? value : `${previewOf(value, HEAD_CHARACTERS)} (${formatBytes(part.bytes)}, open it in State)`;
}

function isMultiline(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

const TONE: Record<DiffLine['kind'], string> = {
  place: '',
  added: 'bg-done-soft',
  removed: 'bg-fail-soft',
  'text-added': 'bg-done-soft',
  'text-removed': 'bg-fail-soft',
  words: 'bg-now-soft',
  'text-gap': '',
};
const SPOKEN: Record<DiffLine['kind'], string> = {
  place: '',
  added: 'now ',
  removed: 'was ',
  'text-added': 'line added: ',
  'text-removed': 'line removed: ',
  words: 'line changed: ',
  'text-gap': '',
};
