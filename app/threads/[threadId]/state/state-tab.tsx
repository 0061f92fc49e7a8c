'use client';

import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { ErrorState } from '@/app/components/ui/error-state';
import { useHandler } from '@/app/components/ui/use-handler';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { writersOf } from '@/lib/inspect/explain';
import { searchValues } from '@/lib/inspect/search-values';
import { rowId, type TreeRow } from '@/lib/inspect/tree';
import type { TreePath } from '@/lib/inspect/tree-items';
import { watchedRows } from '@/lib/inspect/watch-list';
import { useDebugger } from '../debugger-model';
import { useValues } from './changes/picked-value';
import { WatchBar } from './changes/watch-bar';
import { StateSearch } from './state-search';
import { StateSkeleton } from './state-skeleton';
import { StateTree } from './state-tree';
import { useStatePair } from './use-state-pair';
import { useTree } from './use-tree';

const NO_VALUES = {};
const NO_PATHS: readonly TreePath[] = [];

/** Every channel of the state, with what this step did to it. */
export function StateTab({ entry, revealedKey }: { entry: TimelineEntry; revealedKey: string | null }) {
  const { threadId, history } = useDebugger();
  const { pair, difference, isStale, isLate, error, retry } = useStatePair(entry.checkpointId, entry.parentId);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const values = pair?.state.values ?? NO_VALUES;
  const found = useMemo(() => (wanted === '' ? undefined : searchValues(values, wanted)), [values, wanted]);
  const own = useValues();
  const { isNarrowed = false, watches = NO_PATHS, picked = null } = own ?? {};
  const narrowed = useMemo(() => (isNarrowed ? watchedRows(watches) : undefined), [isNarrowed, watches]);
  const revealed = useMemo(
    () => [...(isNarrowed ? watches : []), ...(picked ? [picked.path] : [])],
    [isNarrowed, watches, picked],
  );
  const onPick = useHandler((row: TreeRow) => {
    if ((row.kind === 'value' || row.kind === 'message') && !row.id.startsWith('-')) own?.pick(row.path);
  });
  const tree = useTree({ threadId, values, difference: difference ?? undefined, found: found ?? narrowed, revealed });
  // While the next state loads, the one before stays as it was.
  const shown = history.byId.get(pair?.state.checkpointId ?? '') ?? entry;
  const base = pair?.base ?? null;
  const writers = useCallback((channel: string) => writersOf(channel, shown, base), [shown, base]);
  if (error) return <ErrorState title="The state could not be read" error={error} onRetry={retry} />;
  if (!pair) return <StateSkeleton />;
  if (Object.keys(values).length === 0 && tree.rows.length === 0)
    return <p className="p-3 text-fg-2">The state is empty here.</p>;
  return (
    <div aria-busy={isStale} className={cx('flex min-h-0 flex-1 flex-col transition-opacity', isLate && 'opacity-55')}>
      <WatchBar entry={shown} />
      <StateSearch query={query} onQuery={setQuery} found={found} state={pair.state} />
      {found && tree.rows.length === 0 ? (
        <p className="p-3 text-fg-2">Nothing here has “{wanted}” in it.</p>
      ) : narrowed && tree.rows.length === 0 ? (
        <p className="p-3 text-fg-2">Nothing that is watched is in the state of this step.</p>
      ) : (
        <StateTree
          tree={tree}
          label="State by channel"
          isEdit={shown.source === 'update'}
          writersOf={writers}
          pickedId={picked ? rowId(picked.path) : null}
          onPick={own ? onPick : undefined}
          revealedId={revealedKey === null ? null : rowId([revealedKey])}
        />
      )}
    </div>
  );
}
