import { shownMetadata } from './metadata-filter';

interface RowMetadataProps {
  metadata: Record<string, unknown>;
  onCondition: (condition: string) => void;
}

const SHOWN = 2;

/** The first of a thread's metadata, where there is room; a click keeps the threads that have the same. */
export function RowMetadata({ metadata, onCondition }: RowMetadataProps) {
  const all = shownMetadata(metadata).map(({ key, value }) => `${key}=${value}`);
  if (all.length === 0) return null;
  return (
    <span className="hidden min-w-0 items-center gap-1 xl:flex">
      {all.slice(0, SHOWN).map((condition) => (
        <button
          key={condition}
          type="button"
          tabIndex={-1}
          aria-label={`Only threads with ${condition}`}
          title={condition}
          className="max-w-32 truncate rounded-sm bg-press px-1.5 font-mono text-2xs text-fg-2 hover:text-fg"
          onClick={() => onCondition(condition)}
        >
          {condition}
        </button>
      ))}
      {all.length > SHOWN && (
        <span className="text-2xs text-fg-3" title={all.slice(SHOWN).join('\n')}>
          +{all.length - SHOWN}
        </span>
      )}
    </span>
  );
}
