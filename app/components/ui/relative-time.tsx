'use client';

import { useSyncExternalStore } from 'react';
import { exactTime, relativeTime } from './relative-time-text';
import { Tooltip } from './tooltip';

/** "3 min ago", kept current; the exact instant on hover. */
export function RelativeTime({ timeMs }: { timeMs: number }) {
  const nowMs = useSyncExternalStore(subscribe, readNow, () => timeMs);
  return (
    <Tooltip text={<ExactTime timeMs={timeMs} />}>
      <time dateTime={new Date(timeMs).toISOString()} className="whitespace-nowrap">
        {relativeTime(timeMs, nowMs)}
      </time>
    </Tooltip>
  );
}

/** An element, so that it is worked out only where it shows. */
function ExactTime({ timeMs }: { timeMs: number }) {
  return exactTime(timeMs);
}

const TICK_MS = 10_000;
let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = setInterval(() => {
      nowMs = Date.now();
      for (const notify of listeners) notify();
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function readNow(): number {
  return nowMs;
}
