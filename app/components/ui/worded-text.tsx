import type { WordSegment } from '@/lib/inspect/diff-words';

/** A line with what was taken out and put in. */
export function WordedText({ segments }: { segments: readonly WordSegment[] }) {
  return (
    <span className="min-w-0 break-words whitespace-pre-wrap text-fg">
      {segments.map(({ kind, text }, index) => {
        const key = `${index}${kind}`;
        if (kind === 'same') return <span key={key}>{text}</span>;
        if (kind === 'added') {
          return (
            <ins key={key} className="rounded-xs bg-done-soft text-done no-underline">
              {text}
            </ins>
          );
        }
        return (
          <del key={key} className="rounded-xs bg-fail-soft text-fail line-through">
            {text}
          </del>
        );
      })}
    </span>
  );
}
