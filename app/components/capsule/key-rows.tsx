import type { CapsuleKey, CapsulePlace } from '@/lib/contracts/capsule';
import { cx } from '../ui/cx';
import { formatBytes } from '../ui/format';

interface KeyRowsProps {
  keys: readonly CapsuleKey[];
  /** What is to be redacted, which the keys may not tell yet. */
  patterns: readonly string[];
  onToggle: (key: string) => void;
}

const PLACES: Record<CapsulePlace, string> = {
  state: 'state',
  writes: 'writes',
  metadata: 'metadata',
  runs: 'runs',
  events: 'events',
};
const CELL = 'h-7 px-3 first:pl-4 last:pr-4';

/** Every key that is in it; a tick redacts it. */
export function KeyRows({ keys, patterns, onToggle }: KeyRowsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section aria-label="Keys that leave" tabIndex={0} className="max-h-64 overflow-auto border-t">
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 bg-surface text-left text-xs text-fg-3">
          <tr>
            <th className={cx(CELL, 'w-20 font-normal')}>Redact</th>
            <th className={cx(CELL, 'font-normal')}>Key</th>
            <th className={cx(CELL, 'font-normal')}>Found in</th>
            <th className={cx(CELL, 'text-right font-normal')}>Times</th>
            <th className={cx(CELL, 'text-right font-normal')}>Size</th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {keys.map(({ key, places, count, bytes, redactedBy }) => {
            const isInherited = redactedBy !== null && redactedBy !== key && patterns.includes(redactedBy);
            const isRedacted = isInherited || patterns.includes(key);
            return (
              <tr key={key} className="hover:bg-hover">
                <td className={CELL}>
                  <input
                    type="checkbox"
                    checked={isRedacted}
                    disabled={isInherited}
                    aria-label={`Redact ${key}`}
                    className="block accent-edit"
                    onChange={() => onToggle(key)}
                  />
                </td>
                <td className={cx(CELL, 'max-w-96 truncate font-mono text-xs', isRedacted && 'text-edit')}>
                  <span title={key} className={cx(isRedacted && 'line-through')}>
                    {key}
                  </span>
                  {isInherited && <span className="pl-2 font-sans text-fg-3 no-underline">by {redactedBy}</span>}
                </td>
                <td className={cx(CELL, 'whitespace-nowrap text-fg-2')}>
                  {places.map((place) => PLACES[place]).join(', ')}
                </td>
                <td className={cx(CELL, 'text-right tabular-nums')}>{count.toLocaleString('en')}</td>
                <td className={cx(CELL, 'text-right whitespace-nowrap text-fg-2 tabular-nums')}>
                  {formatBytes(bytes)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
