'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useCallback } from 'react';

/**
 * The node whose details are open, in the URL as `?node=`: its name, for a node inside another the names on the way joined
 * with `|`. Null for none.
 */
export function useSelectedNode(): { nodePath: string | null; selectNode: (nodePath: string | null) => void } {
  const [nodePath, setNodePath] = useQueryState('node', parser);
  const selectNode = useCallback((next: string | null) => void setNodePath(next), [setNodePath]);
  return { nodePath, selectNode };
}

const parser = parseAsString.withOptions({ history: 'push', scroll: false, shallow: true });
