'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same and does what the latest render says: for handlers of what renders seldom. */
export function useHandler<Arguments extends unknown[], Answer>(
  handler: (...args: Arguments) => Answer,
): (...args: Arguments) => Answer {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  return useCallback((...args: Arguments) => latest.current(...args), []);
}
