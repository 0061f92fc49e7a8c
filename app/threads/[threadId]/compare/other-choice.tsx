'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { shortId } from '@/app/components/ui/short-id';
import { type CompareChoice, useCompareChoice } from '@/lib/client/compare';
import { threadsQuery } from '@/lib/client/threads';
import { orderBranches } from '@/lib/inspect/lanes';
import { useDebugger } from '../debugger-model';
import { useCompared } from './use-compared';

const MOST_THREADS = 20;
const TYPED = 'typed';
const FIELD =
  'h-6 min-w-0 rounded-md border border-control-line/60 bg-surface px-1.5 text-xs text-fg hover:border-control-line';

interface OtherChoiceProps {
  takesFocus: boolean;
  onChosen: () => void;
}

/** The other line: a branch of this thread, a thread of the same graph, or one whose id is typed; and which of its branches. */
export function OtherChoice({ takesFocus, onChosen }: OtherChoiceProps) {
  const { threadId, history, branchId: shownId, timeline } = useDebugger();
  const { chosen, compareWith } = useCompareChoice();
  const [isTyping, setTyping] = useState(false);
  const { graphId } = timeline.thread;
  const filter = { limit: MOST_THREADS, offset: 0, ...(graphId !== null && { graph: graphId }) };
  const { data } = useQuery(threadsQuery(filter));
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (takesFocus) select.current?.focus();
  }, [takesFocus]);
  const threadIds = (data?.threads ?? []).map((thread) => thread.threadId).filter((id) => id !== threadId);
  const foreignId = chosen?.threadId ?? null;
  if (foreignId !== null && !threadIds.includes(foreignId)) threadIds.unshift(foreignId);
  const take = (choice: CompareChoice) => {
    setTyping(false);
    onChosen();
    compareWith(choice);
  };
  const choose = (value: string) => {
    if (value === TYPED) return setTyping(true);
    const id = value.slice(2);
    take(value.startsWith('b:') ? { threadId: null, branchId: id } : { threadId: id, branchId: null });
  };
  return (
    <>
      <select
        ref={select}
        aria-label="Compared with"
        value={isTyping ? TYPED : choiceValue(chosen)}
        onChange={(event) => choose(event.target.value)}
        className={`${FIELD} max-w-56`}
      >
        {chosen === null && <option value="">choose…</option>}
        <optgroup label="Branches of this thread">
          {orderBranches(history.branches).map(({ branchId, name }) => (
            <option
              key={branchId}
              value={`b:${branchId}`}
              disabled={branchId === shownId && choiceValue(chosen) !== `b:${branchId}`}
            >
              {branchId === shownId ? `${name} (shown)` : name}
            </option>
          ))}
        </optgroup>
        <optgroup label="Threads of this graph, the latest">
          {threadIds.map((id) => (
            <option key={id} value={`t:${id}`}>
              thread {shortId(id)}
            </option>
          ))}
        </optgroup>
        <option value={TYPED}>another thread, by its id…</option>
      </select>
      {isTyping && <TypedThread onThread={(id) => take({ threadId: id, branchId: null })} />}
      <OtherBranch onBranch={(branchId) => take({ threadId: foreignId, branchId })} />
    </>
  );
}

function choiceValue(chosen: CompareChoice | null): string {
  if (chosen === null) return '';
  return chosen.threadId === null ? `b:${chosen.branchId}` : `t:${chosen.threadId}`;
}

function TypedThread({ onThread }: { onThread: (threadId: string) => void }) {
  const [text, setText] = useState('');
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: a person has just asked to type it.
      autoFocus
      value={text}
      aria-label="Id of the other thread"
      placeholder="thread id, then Enter"
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && text.trim() !== '' && onThread(text.trim())}
      className={`${FIELD} w-72 font-mono placeholder:font-sans placeholder:text-fg-3`}
    />
  );
}

/** Of a thread that has several. */
function OtherBranch({ onBranch }: { onBranch: (branchId: string) => void }) {
  const compared = useCompared();
  if (compared.kind !== 'line') return null;
  const { isSameThread, branch, branches } = compared.line;
  if (isSameThread || branches.length < 2) return null;
  return (
    <select
      aria-label="Branch of the other thread"
      value={branch.branchId}
      onChange={(event) => onBranch(event.target.value)}
      className={`${FIELD} max-w-40`}
    >
      {orderBranches(branches).map(({ branchId, name }) => (
        <option key={branchId} value={branchId}>
          {name}
        </option>
      ))}
    </select>
  );
}
