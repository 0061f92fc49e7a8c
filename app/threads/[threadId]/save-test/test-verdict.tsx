import { Check, TriangleAlert } from 'lucide-react';
import { formatCount } from '@/app/components/ui/format';
import type { SavedTest } from '@/lib/contracts/saved-test';

/** What the test asserts, and whether it passes as the graph is now. */
export function TestVerdict({ test }: { test: SavedTest }) {
  const { difference, steps, end, execute } = test;
  return (
    <div className="flex flex-col gap-1 border-b px-4 py-2.5">
      <p className="text-pretty text-fg-2">
        Expects the path, {formatCount(steps, 'step')}, and its end: {ENDS[end]}. Nodes answer from the recording; all
        else is the graph’s own.
      </p>
      <p role="status" className="flex items-start gap-1.5">
        {difference === null ? (
          <Check aria-hidden size={14} className="mt-0.5 shrink-0 text-done" />
        ) : (
          <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-wait" />
        )}
        {difference === null ? (
          <span>
            Tried with the graph as it is now: passes
            {execute.length > 0 && (
              <>
                , as far as can be told without running <span className="font-mono text-xs">{execute.join(', ')}</span>
              </>
            )}
            .
          </span>
        ) : (
          <span>
            Does not pass with the graph as it is now: {difference} The graph has changed since, or depends on something
            that is not in its state.
          </span>
        )}
      </p>
    </div>
  );
}

const ENDS = {
  done: 'the final state',
  waiting: 'the question that waits',
  failed: 'the error',
  stopped: 'the nodes that would run next',
  'off the record': 'where nothing is recorded',
} as const satisfies Record<SavedTest['end'], string>;
