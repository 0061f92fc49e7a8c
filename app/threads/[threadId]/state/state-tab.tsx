'use client';

import { useMemo, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { ErrorState } from '@/app/components/ui/error-state';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { diffValues } from '@/lib/inspect/diff';
import { writersOf } from '@/lib/inspect/explain';
import { LIST_WINDOW, openByDefault, rowId, TEXT_WINDOW, type TreeRow, treeRows } from '@/lib/inspect/tree';
import { StateSkeleton } from './state-skeleton';
import { StateTree } from './state-tree';
import { useStatePair } from './use-state-pair';

const MORE_FACTOR = 10;

/** Every channel of the state, with what this step did to it. */
export function StateTab({ entry }: { entry: TimelineEntry }) {
  const { pair, isStale, error, retry } = useStatePair(entry.checkpointId, entry.parentId);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [listed, setListed] = useState<ReadonlyMap<string, number>>(new Map());
  const difference = useMemo(() => pair && diffValues(pair.base?.values ?? {}, pair.state.values), [pair]);
  const defaultOpen = useMemo(
    () => openByDefault(pair?.state.values ?? {}, difference ?? undefined),
    [pair, difference],
  );
  const rows = useMemo(
    () => treeRows(pair?.state.values ?? {}, difference ?? undefined, { toggled, defaultOpen, listed }),
    [pair, difference, toggled, defaultOpen, listed],
  );
  if (error) return <ErrorState title="The state could not be read" error={error} onRetry={retry} />;
  if (!pair) return <StateSkeleton />;
  const toggle = (row: TreeRow, isOpen: boolean) => setToggled((known) => new Map(known).set(row.id, isOpen));
  const listMore = (row: TreeRow) => {
    const id = rowId(row.path);
    const window = typeof row.value === 'string' ? TEXT_WINDOW : LIST_WINDOW;
    setListed((known) => new Map(known).set(id, (known.get(id) ?? window) + window * MORE_FACTOR));
  };
  return (
    <div aria-busy={isStale} className={cx('flex min-h-0 flex-1 flex-col transition-opacity', isStale && 'opacity-55')}>
      {rows.length === 0 ? (
        <p className="p-3 text-fg-2">The state is empty here.</p>
      ) : (
        <StateTree
          rows={rows}
          isEdit={entry.source === 'update'}
          writersOf={(channel) => (isStale ? [] : writersOf(channel, entry, pair.base))}
          onToggle={toggle}
          onMore={listMore}
        />
      )}
    </div>
  );
}
