'use client';

import { X } from 'lucide-react';
import { cx } from '@/app/components/ui/cx';
import { pathText } from '@/lib/inspect/preview';
import { fullText } from '@/lib/inspect/watch-list';
import { useWatchedSteps } from '../../use-watched-steps';
import type { Values } from './picked-value';

/** The watched values, with a dot where this step changed one, and a switch that leaves only them. */
export function Watches({ values, step }: { values: Values; step: number }) {
  const { steps, error } = useWatchedSteps();
  const { watches, isNarrowed } = values;
  const full = fullText(watches);
  return (
    <div className="flex max-h-20 shrink-0 flex-wrap items-center gap-1 overflow-y-auto border-b px-3 py-1 text-xs">
      <button
        type="button"
        aria-pressed={isNarrowed}
        onClick={() => values.narrow(!isNarrowed)}
        className={cx(
          'mr-1 rounded-md border px-1.5 font-medium',
          isNarrowed ? 'border-now bg-now-soft text-now' : 'border-line-strong text-fg-2 hover:bg-hover',
        )}
      >
        Watched only
      </button>
      <ul aria-label="Watched values" className="contents">
        {watches.map((path, at) => {
          const text = pathText(path);
          const isChanged = steps?.[at]?.includes(step) ?? false;
          return (
            <li key={text} className="flex max-w-full min-w-0 items-center rounded-md border font-mono">
              <button
                type="button"
                onClick={() => values.pick(path)}
                className="flex min-w-0 items-center gap-1 rounded-md px-1.5 hover:bg-hover"
              >
                {isChanged && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-now" />}
                <span className="truncate">{text}</span>
                {isChanged && <span className="sr-only">, changed here</span>}
              </button>
              <button
                type="button"
                aria-label={`Stop watching ${text}`}
                onClick={() => values.toggleWatch(path)}
                className="rounded-md px-1 py-0.5 text-fg-3 hover:bg-hover hover:text-fg"
              >
                <X aria-hidden size={10} />
              </button>
            </li>
          );
        })}
      </ul>
      {full !== null && <span className="text-wait">{full}</span>}
      {error !== null && <span className="text-fail">Their changes could not be read: {error.message}</span>}
    </div>
  );
}
