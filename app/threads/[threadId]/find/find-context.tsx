'use client';

import { isCancelledError, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { conditionQuery } from '@/lib/client/breakpoints';
import { findQuery, useFindChoice } from '@/lib/client/find';
import { useKeys } from '@/lib/client/use-keys';
import type { ConditionVerdict } from '@/lib/contracts/breakpoint';
import type { FindResult } from '@/lib/inspect/find-result';
import { useDebugger } from '../debugger-model';
import { useRevealPane } from '../use-panes';
import { useSearchOfNewSteps } from './use-search-of-new-steps';

export interface Find {
  isOpen: boolean;
  /** What is searched for; empty for nothing. */
  expression: string;
  isEverywhere: boolean;
  /** Null for all branches. */
  branchId: string | null;
  /** What the server says of the expression; undefined until it has. */
  verdict: ConditionVerdict | undefined;
  result: FindResult | undefined;
  isSearching: boolean;
  error: Error | null;
  search: (expression: string) => void;
  setEverywhere: (isEverywhere: boolean) => void;
  /** Ends what is being searched; what was found stays. */
  cancel: () => void;
  /** Goes on where the search ended. */
  searchOn: () => void;
  close: () => void;
}

const FindContext = createContext<Find | null>(null);
const HitsContext = createContext<ReadonlySet<string>>(new Set());

export function useFind(): Find {
  const find = useContext(FindContext);
  if (!find) throw new Error('useFind needs a FindProvider above it.');
  return find;
}

/** The checkpoints at which the expression holds. */
export function useFindHits(): ReadonlySet<string> {
  return useContext(HitsContext);
}

export const FIND_FIELD = 'find-expression';

/** One search over the thread's history. The URL holds it; each branch has its own hits. */
export function FindProvider({ children }: { children: ReactNode }) {
  const { threadId, branchId: shownId } = useDebugger();
  const client = useQueryClient();
  const { expression: chosen, isEverywhere, choose } = useFindChoice();
  const [isOpened, setOpened] = useState(false);
  const reveal = useRevealPane('timeline');
  const expression = chosen?.trim() ?? '';
  const branchId = isEverywhere ? null : shownId;

  const check = useQuery({ ...conditionQuery({ expression }), enabled: expression !== '' });
  const searched = useMemo(() => ({ threadId, expression, branchId }), [threadId, expression, branchId]);
  const isAsked = check.data?.kind === 'value' && (isEverywhere || branchId !== null);
  const { data, error, isFetching, refetch } = useQuery({ ...findQuery(searched), enabled: isAsked });
  useSearchOfNewSteps({ result: isAsked ? data : undefined, isEverywhere, isSearching: isFetching, refetch });

  useKeys({
    'find.open': () => {
      reveal();
      setOpened(true);
      focusField();
    },
  });

  const cancel = useCallback(() => {
    void client.cancelQueries({ queryKey: conditionQuery({ expression: searched.expression }).queryKey });
    // What was found stays: without this, the cache would go back to what it had before the search.
    void client.cancelQueries({ queryKey: findQuery(searched).queryKey }, { revert: false });
  }, [client, searched]);
  // That somebody ended a search is not a failure of it.
  const failure = isCancelledError(error) ? null : error;
  // A search whose expression is known to be good begins by itself.
  const searchOn = isAsked ? refetch : check.refetch;
  const close = useCallback(() => {
    cancel();
    setOpened(false);
    choose({ expression: null, isEverywhere: false });
  }, [cancel, choose]);

  const result = isAsked ? data : undefined;
  const isOpen = isOpened || expression !== '';
  const find = useMemo<Find>(
    () => ({
      isOpen,
      expression,
      isEverywhere,
      branchId,
      verdict: expression === '' ? undefined : check.data,
      result,
      isSearching: isFetching || check.isFetching,
      error: failure ?? check.error,
      search: (text) => choose({ expression: text }),
      setEverywhere: (next) => choose({ isEverywhere: next }),
      cancel,
      searchOn: () => void searchOn(),
      close,
    }),
    [
      isOpen,
      expression,
      isEverywhere,
      branchId,
      check.data,
      check.isFetching,
      check.error,
      result,
      isFetching,
      failure,
      choose,
      cancel,
      searchOn,
      close,
    ],
  );
  const hits = useMemo(() => new Set(result?.hits), [result?.hits]);
  return (
    <FindContext value={find}>
      <HitsContext value={hits}>{children}</HitsContext>
    </FindContext>
  );
}

/** Of a bar that may just be about to appear: that takes the focus by itself. */
function focusField(): void {
  const field = document.getElementById(FIND_FIELD);
  if (field instanceof HTMLInputElement) field.select();
}
