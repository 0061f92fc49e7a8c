'use client';

import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { INSIDE } from '@/lib/inspect/node-runs';

/** Nodes whose graph is opened in place, in the URL as `?open=`, by path: names joined with `|`. */
export function useOpenSubgraphs(): {
  open: readonly string[];
  setOpen: (nodePath: string, isOpen: boolean) => void;
} {
  const [open, setPaths] = useQueryState('open', parser);
  const setOpen = useCallback(
    (nodePath: string, isOpen: boolean) =>
      void setPaths((known) => {
        const others = (known ?? []).filter(
          (path) => path !== nodePath && !(path.startsWith(nodePath + INSIDE) && !isOpen),
        );
        const paths = isOpen ? [...others, nodePath] : others;
        return paths.length === 0 ? null : paths;
      }),
    [setPaths],
  );
  return { open: open ?? NONE, setOpen };
}

const NONE: readonly string[] = [];
const parser = parseAsArrayOf(parseAsString).withOptions({ history: 'push', scroll: false, shallow: true });
