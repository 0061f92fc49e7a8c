'use client';

import { useEffect, useState } from 'react';

const SETTLE_MS = 40;

/** False while a key changes faster than anybody reads: what is only passed by need not be loaded. */
export function useSettled(key: string): boolean {
  const [settledKey, setSettledKey] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettledKey(key), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return settledKey === key;
}
