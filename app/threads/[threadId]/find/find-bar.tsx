'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { IconButton } from '@/app/components/ui/icon-button';
import { nextHit } from '@/lib/inspect/find-result';
import { useDebuggerActions } from '../debugger-model';
import { BreakpointOfFind } from './breakpoint-of-find';
import { FIND_FIELD, useFind } from './find-context';
import { failureText, findStatus } from './find-text';
import { FirstHit } from './first-hit';
import { useGoToHit } from './use-go-to-hit';
import { useTypedExpression } from './use-typed-expression';

const TONES = { plain: 'text-fg-2', wait: 'text-wait', fail: 'text-fail' } as const;

/** One expression, tested at every step. Enter and Shift-Enter lead from hit to hit; Escape ends the search, then the bar. */
export function FindBar() {
  const find = useFind();
  const { expression, result, isSearching, isEverywhere } = find;
  const { latest } = useDebuggerActions();
  const goTo = useGoToHit();
  const [text, setText] = useTypedExpression(find.expression, find.search);
  const status = findStatus(find);
  const failures = result ? failureText(result) : null;
  const step = (direction: -1 | 1) => {
    const { selection } = latest();
    const hit = result && selection && nextHit(result.hits, selection.checkpointId, direction);
    if (hit !== undefined && hit !== null) goTo(hit);
  };
  const hasHits = result !== undefined && result.hits.length > 0;

  return (
    <search
      aria-label="Find over history"
      className="flex shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-b bg-sunken px-2 py-1"
    >
      <input
        id={FIND_FIELD}
        // biome-ignore lint/a11y/noAutofocus: a person has just asked to search.
        autoFocus={expression === ''}
        value={text}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        aria-label="Expression"
        aria-invalid={status.tone === 'fail'}
        aria-describedby="find-status"
        placeholder="JSONata over the state of every step, such as count > 3"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            if (text.trim() !== expression) find.search(text.trim());
            else step(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            if (isSearching) find.cancel();
            else find.close();
          }
        }}
        className="h-7 min-w-60 grow basis-80 rounded-md border border-control-line/60 bg-surface px-2 font-mono text-xs placeholder:font-sans placeholder:text-fg-3"
      />
      <select
        aria-label="Where to search"
        value={isEverywhere ? 'all' : 'branch'}
        onChange={(event) => find.setEverywhere(event.target.value === 'all')}
        className="h-7 rounded-md border border-control-line/60 bg-surface px-1.5 text-xs hover:border-control-line"
      >
        <option value="branch">this branch</option>
        <option value="all">all branches</option>
      </select>
      <p
        id="find-status"
        role="status"
        className={cx('min-w-36 grow basis-36 px-1 text-2xs empty:hidden', TONES[status.tone])}
      >
        {status.text}
        {failures !== null && <span className="text-wait"> {failures}</span>}
      </p>
      <IconButton
        label="Previous hit"
        keys="⇧↵"
        icon={<ChevronUp aria-hidden size={15} />}
        disabled={!hasHits}
        onClick={() => step(-1)}
      />
      <IconButton
        label="Next hit"
        keys="↵"
        icon={<ChevronDown aria-hidden size={15} />}
        disabled={!hasHits}
        onClick={() => step(1)}
      />
      <FirstHit key={`${find.branchId} ${expression}`} goTo={goTo} />
      <BreakpointOfFind />
      <SearchButton />
      <IconButton label="Close the search" keys="Esc" icon={<X aria-hidden size={14} />} onClick={find.close} />
    </search>
  );
}

/** Ends what is searched, or takes it up again. */
function SearchButton() {
  const { expression, verdict, result, isSearching, error, cancel, searchOn } = useFind();
  const isUnfinished = (verdict === undefined || verdict.kind === 'value') && !result?.isWhole;
  if (expression === '' || !(isSearching || error || isUnfinished)) return null;
  return (
    <Button size="sm" onClick={isSearching ? cancel : searchOn}>
      {isSearching ? 'End the search' : error ? 'Try again' : 'Search on'}
    </Button>
  );
}
