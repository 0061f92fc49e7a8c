'use client';

import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { ValuePath } from '@/lib/contracts/changes';
import { readPath } from '@/lib/inspect/path-notation';
import { pathText } from '@/lib/inspect/preview';

const params = {
  value: parseAsString,
  anchor: parseAsString,
  anchorValue: parseAsString,
  watched: parseAsBoolean.withDefault(false),
};

export interface PickedValue {
  path: ValuePath;
  /** Where a person picked it, at which checkpoint and under which path: its history is that of what stood there. */
  anchorId: string;
  anchorPath: ValuePath;
}

/** The value of the state that a person picked, which stays so while one moves in time; and whether only watched ones are shown. */
export function useValuePath() {
  const [{ value, anchor, anchorValue, watched }, setParams] = useQueryStates(params, { scroll: false, shallow: true });
  const picked = useMemo<PickedValue | null>(() => {
    const path = pathOf(value);
    return path && anchor !== null ? { path, anchorId: anchor, anchorPath: pathOf(anchorValue) ?? path } : null;
  }, [value, anchor, anchorValue]);
  return {
    picked,
    pick: (path: ValuePath, checkpointId: string) =>
      void setParams({ value: pathText(path), anchor: checkpointId, anchorValue: null }, { history: 'replace' }),
    /** It stands at another path at the step that one goes to. */
    moveTo: (path: ValuePath) => {
      if (picked === null) return;
      const [text, before] = [pathText(path), pathText(picked.anchorPath)];
      void setParams({ value: text, anchorValue: text === before ? null : before }, { history: 'replace' });
    },
    forget: () => void setParams({ value: null, anchor: null, anchorValue: null }, { history: 'replace' }),
    isNarrowed: watched,
    narrow: (isNarrowed: boolean) => void setParams({ watched: isNarrowed || null }, { history: 'replace' }),
  };
}

function pathOf(text: string | null): ValuePath | null {
  const read = text === null ? null : readPath(text);
  return read && 'path' in read ? read.path : null;
}
