'use client';

import { Search, X } from 'lucide-react';
import { memo } from 'react';
import { formatBytes, formatCount } from '@/app/components/ui/format';
import { IconButton } from '@/app/components/ui/icon-button';
import type { FoldedState } from '@/lib/contracts/parts';
import type { SearchResult } from '@/lib/inspect/search-values';

interface StateSearchProps {
  query: string;
  onQuery: (query: string) => void;
  found: SearchResult | undefined;
  state: FoldedState;
}

/** Narrows the tree to keys and values that have a text in them, and says what could not be searched. */
export const StateSearch = memo(function StateSearch({ query, onQuery, found, state }: StateSearchProps) {
  return (
    <div className="flex min-h-7 shrink-0 items-center gap-1.5 border-b px-3 text-xs">
      <Search aria-hidden size={12} className="shrink-0 text-fg-3" />
      <input
        type="search"
        aria-label="Search the state"
        placeholder="Search keys and values"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          event.stopPropagation();
          onQuery('');
        }}
        className="h-7 min-w-0 flex-1 bg-transparent outline-none placeholder:text-fg-3 [&::-webkit-search-cancel-button]:hidden"
      />
      <span role="status" className="shrink-0 text-2xs text-fg-3">
        {found
          ? foundText(found)
          : state.isWhole
            ? ''
            : `${formatBytes(state.bytes)}, large values are read when opened`}
      </span>
      {query !== '' && (
        <IconButton
          className="size-5!"
          label="Clear the search"
          icon={<X aria-hidden size={11} />}
          onClick={() => onQuery('')}
        />
      )}
    </div>
  );
});

function foundText({ matches, isCut, unread }: SearchResult): string {
  const many = isCut
    ? `the first ${formatCount(matches.size, 'match', 'matches')}`
    : formatCount(matches.size, 'match', 'matches');
  return unread === 0 ? many : `${many}; ${formatCount(unread, 'large value')} searched at the beginning only`;
}
