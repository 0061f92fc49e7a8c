'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { conditionQuery } from '@/lib/client/breakpoints';
import { useSettledValue } from '@/lib/client/use-settled';
import { useDebugger, useSelected } from '../debugger-model';
import { judgeCondition } from './judge-condition';

interface ConditionFieldProps {
  /** The one that is in force. */
  condition: string;
  /** Without one the breakpoint does nothing. */
  isNeeded: boolean;
  isFocused: boolean;
  onChange: (condition: string) => void;
}

const DEBOUNCE_MS = 250;

/** A JSONata condition, tried on the state shown as it is typed. Only what can be evaluated comes into force. */
export function ConditionField({ condition, isNeeded, isFocused, onChange }: ConditionFieldProps) {
  const id = useId();
  const { threadId } = useDebugger();
  const { selection } = useSelected();
  const [text, setText] = useState(condition);
  const expression = useSettledValue(text.trim(), DEBOUNCE_MS);
  const at = selection && { threadId, checkpointId: selection.checkpointId };
  const check = (typed: string) => conditionQuery({ expression: typed, ...(at && { at }) });
  const { data: verdict, error } = useQuery({ ...check(expression), enabled: expression !== '' });
  const judged = judgeCondition({ expression, verdict, error, isNeeded, inForce: condition });
  const isSettled = expression === text.trim();
  const [known, setKnown] = useState(condition);
  if (condition !== known) {
    // It may have come from another tab: it shows here, unless something else is being typed.
    setKnown(condition);
    if (text.trim() === known) setText(condition);
  }
  const accepted = isSettled && judged.isAccepted ? expression : null;
  const offer = useEffectEvent((next: string) => next !== condition && onChange(next));
  useEffect(() => {
    if (accepted !== null) offer(accepted);
  }, [accepted]);
  const client = useQueryClient();
  /** Who closes the list at once after the last key has typed it all the same. */
  const offerLate = useEffectEvent(async () => {
    const typed = text.trim();
    if (typed === condition || (isSettled && verdict !== undefined)) return;
    const late = typed === '' ? undefined : await client.fetchQuery(check(typed)).catch(() => undefined);
    const { isAccepted } = judgeCondition({
      expression: typed,
      verdict: late,
      error: null,
      isNeeded,
      inForce: condition,
    });
    if (isAccepted) onChange(typed);
  });
  useEffect(() => () => void offerLate(), []);

  return (
    <div className="flex flex-col gap-1 pl-5.5">
      <input
        value={text}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        aria-label="Condition"
        aria-invalid={judged.tone === 'fail'}
        aria-describedby={`${id}:verdict`}
        placeholder={isNeeded ? 'condition, such as count > 3' : 'only if … (JSONata, such as count > 3)'}
        {...(isFocused && { 'data-autofocus': true })}
        onChange={(event) => setText(event.target.value)}
        className="h-6.5 w-full rounded-md border border-control-line/60 bg-surface px-2 font-mono text-xs placeholder:font-sans placeholder:text-fg-3"
      />
      <p id={`${id}:verdict`} role="status" className={cx('text-2xs break-words empty:hidden', TONES[judged.tone])}>
        {isSettled ? judged.text : null}
      </p>
    </div>
  );
}

const TONES = { plain: 'text-fg-3', true: 'text-done', wait: 'text-wait', fail: 'text-fail' } as const;
