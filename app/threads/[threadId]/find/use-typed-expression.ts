'use client';

import { useEffect, useRef, useState } from 'react';
import { useSettledValue } from '@/lib/client/use-settled';

const DEBOUNCE_MS = 300;

/** What a person types, searched for once it rests; and what the address says, where that changes by itself. */
export function useTypedExpression(
  expression: string,
  search: (expression: string) => void,
): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(expression);
  const asked = useRef(expression);
  const settled = useSettledValue(text.trim(), DEBOUNCE_MS);
  useEffect(() => {
    if (settled !== text.trim() || settled === asked.current) return;
    asked.current = settled;
    search(settled);
  }, [settled, text, search]);
  useEffect(() => {
    if (expression === asked.current) return;
    asked.current = expression;
    setText(expression);
  }, [expression]);
  return [text, setText];
}
