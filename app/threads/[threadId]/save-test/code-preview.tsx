import { useMemo } from 'react';
import { formatCount } from '@/app/components/ui/format';
import { type CodeToken, tokensOf } from './code-tokens';

/** More of it would keep the browser busy, and nobody reads it here. */
const MOST_LINES = 600;
const LONGEST_LINE = 400;

/** The file as it is, its first part when it is long. */
export function CodePreview({ text, name }: { text: string; name: string }) {
  const { lines, left } = useMemo(() => {
    const all = text.trimEnd().split('\n');
    return { lines: all.slice(0, MOST_LINES).map(shortened), left: Math.max(0, all.length - MOST_LINES) };
  }, [text]);
  const tokens = useMemo(() => tokensOf(lines.join('\n')), [lines]);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={name}
      className="min-h-40 flex-1 overflow-auto border-y bg-sunken focus-visible:-outline-offset-2"
    >
      <pre className="w-max min-w-full px-4 py-3 font-mono text-xs leading-5">
        <code>
          {tokens.map(({ kind, text: part }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other names.
            <span key={index} className={COLOURS[kind]}>
              {part}
            </span>
          ))}
        </code>
      </pre>
      {left > 0 && <p className="px-4 pb-3 text-fg-3">{formatCount(left, 'more line')} in the file.</p>}
    </section>
  );
}

function shortened(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

const COLOURS: Record<CodeToken['kind'], string> = {
  text: 'text-fg',
  comment: 'text-fg-3 italic',
  string: 'text-done',
  number: 'text-wait',
  keyword: 'text-edit',
};
