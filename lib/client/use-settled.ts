'use client';

import { useEffect, useState } from 'react';

const SETTLE_MS = 40;

/** False while a key changes faster than anybody reads: what is only passed by need not be loaded. */
export function useSettled(key: string): boolean {
  return useSettledValue(key, SETTLE_MS) === key;
}

/** The value once it has stayed the same for so long; until then, the one before. */
export function useSettledValue<Value extends string | null>(value: Value, settleMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value, settleMs]);
  return settled;
}
