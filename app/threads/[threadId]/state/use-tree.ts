'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { partQuery } from '@/lib/client/parts';
import type { Part, PartPage } from '@/lib/contracts/parts';
import type { Difference } from '@/lib/inspect/diff';
import { addressKey, partOf } from '@/lib/inspect/parts';
import { type Found, LIST_WINDOW, type LoadedPart, rowId, type TreeRow, treeRows } from '@/lib/inspect/tree';
import type { TreePath } from '@/lib/inspect/tree-items';
import { openByDefault, withRowsAround, withRowsUpTo } from '@/lib/inspect/tree-open';

const MORE_FACTOR = 10;
const NO_PATHS: readonly TreePath[] = [];
const NOTHING: LoadedPart = { text: '', entries: [], isLoading: false, error: null };

/** The rows of a tree, and what a person may do with them. What did not travel whole is read when its row is opened. */
export interface Tree {
  rows: readonly TreeRow[];
  /** The same as long as the tree is there. */
  acts: TreeActs;
}

export interface TreeActs {
  toggle: (row: TreeRow, isOpen: boolean) => void;
  /** More of a list, all of a text. */
  more: (row: TreeRow) => void;
  togglePlot: (row: TreeRow) => void;
  toggleConversation: (row: TreeRow) => void;
}

interface TreeOptions {
  threadId: string;
  values: Record<string, unknown>;
  difference?: Difference | undefined;
  found?: Found | undefined;
  /** Everything short is open. */
  isOpen?: boolean;
  /** What must have its row, whatever else is open. */
  revealed?: readonly TreePath[];
}

export function useTree({
  threadId,
  values,
  difference,
  found,
  isOpen = false,
  revealed = NO_PATHS,
}: TreeOptions): Tree {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [listed, setListed] = useState<ReadonlyMap<string, number>>(new Map());
  const [plotted, togglePlotted] = useIdSet();
  const [asLists, toggleAsList] = useIdSet();
  const { parts, load } = useParts(threadId);
  const defaultOpen = useMemo(() => {
    const open = openByDefault(values, isOpen ? { kind: 'added', value: values } : difference);
    return withRowsAround(open, revealed);
  }, [values, difference, isOpen, revealed]);
  const listedNow = useMemo(() => withRowsUpTo(listed, revealed), [listed, revealed]);
  const rows = useMemo(
    () =>
      treeRows(values, difference, {
        toggled,
        defaultOpen,
        listed: listedNow,
        parts,
        asLists,
        plotted,
        ...(found && { found }),
      }),
    [values, difference, toggled, defaultOpen, listedNow, parts, asLists, plotted, found],
  );
  const loadPart = useHandler(load);
  const acts = useMemo<TreeActs>(
    () => ({
      toggle(row, isOpen) {
        setToggled((known) => new Map(known).set(row.id, isOpen));
        const part = partOf(row.value);
        if (isOpen && part !== null && part.kind !== 'text') loadPart(part, 'page');
      },
      more(row) {
        if (row.part) {
          loadPart(row.part, row.part.kind === 'text' ? 'all' : 'page');
          return;
        }
        const id = rowId(row.path);
        const isText = typeof row.value === 'string';
        setListed((known) =>
          new Map(known).set(
            id,
            isText ? Number.POSITIVE_INFINITY : (known.get(id) ?? LIST_WINDOW) + LIST_WINDOW * MORE_FACTOR,
          ),
        );
      },
      togglePlot: (row) => togglePlotted(row.id),
      toggleConversation: (row) => toggleAsList(row.id),
    }),
    [loadPart, togglePlotted, toggleAsList],
  );
  return useMemo(() => ({ rows, acts }), [rows, acts]);
}

function useIdSet(): [ReadonlySet<string>, (id: string) => void] {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setIds((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return [ids, toggle];
}

function useParts(threadId: string) {
  const client = useQueryClient();
  const [parts, setParts] = useState<ReadonlyMap<string, LoadedPart>>(new Map());
  const load = async (part: Part, extent: 'page' | 'all') => {
    const key = addressKey(part.address);
    const change = (fields: (known: LoadedPart) => Partial<LoadedPart>) =>
      setParts((known) => {
        const before = known.get(key) ?? NOTHING;
        return new Map(known).set(key, { ...before, ...fields(before) });
      });
    const known = parts.get(key) ?? NOTHING;
    if (known.isLoading) return;
    let from: number | null = part.kind === 'text' ? known.text.length : known.entries.length;
    if (from > 0 && extent === 'page' && from >= part.count) return;
    change(() => ({ isLoading: true, error: null }));
    try {
      do {
        const page: PartPage = await client.fetchQuery(partQuery(threadId, part.address, from));
        change((before) => withPage(before, page));
        from = page.next;
      } while (extent === 'all' && from !== null);
      change(() => ({ isLoading: false }));
    } catch (error) {
      change(() => ({ isLoading: false, error: error instanceof Error ? error.message : String(error) }));
    }
  };
  return { parts, load: (part: Part, extent: 'page' | 'all') => void load(part, extent) };
}

function withPage(before: LoadedPart, page: PartPage): Partial<LoadedPart> {
  return page.kind === 'text' ? { text: before.text + page.text } : { entries: [...before.entries, ...page.entries] };
}
