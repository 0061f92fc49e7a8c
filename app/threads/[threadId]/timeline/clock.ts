import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { Axis } from './axis';

/** Time in which nothing ran. Collapsed, it is as long as `shownMs`. */
export interface IdleGap {
  fromMs: number;
  toMs: number;
  shownMs: number;
  /** Where it begins on the axis. */
  position: number;
}

export interface ClockAxis extends Axis {
  kind: 'clock';
  positionOfTime: (timeMs: number) => number;
  gaps: readonly IdleGap[];
}

/** Idle time longer than this share of all busy time is collapsed. */
const IDLE_SHARE = 0.1;
const LEAST_IDLE_MS = 200;
/** What a collapsed gap takes, as a share of all busy time. */
const GAP_SHARE = 0.02;
const MAX_PX_PER_MS = 40;

interface Start {
  timeMs: number;
  position: number;
}

interface Span {
  fromMs: number;
  toMs: number;
}

/**
 * Wall-clock time of a thread without its idle time, but for the gaps that a person opened (by when they begin).
 * Positions are milliseconds from the first thing that happened.
 */
export function clockAxis(entries: readonly TimelineEntry[], opened: ReadonlySet<number>): ClockAxis {
  const busy = busySpans(entries);
  const busyMs = busy.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const longestKeptMs = Math.max(LEAST_IDLE_MS, busyMs * IDLE_SHARE);
  const gaps: IdleGap[] = [];
  /** Where time goes on after each gap: from here on, `position - timeMs` is constant. */
  const starts: Start[] = [{ timeMs: busy[0]?.fromMs ?? 0, position: 0 }];
  busy.forEach(({ fromMs }, index) => {
    const before = busy[index - 1];
    if (before === undefined || fromMs - before.toMs <= longestKeptMs) return;
    const last = starts.at(-1) as Start;
    const position = last.position + before.toMs - last.timeMs;
    const isOpen = opened.has(before.toMs);
    const shownMs = isOpen ? fromMs - before.toMs : Math.max(1, busyMs * GAP_SHARE);
    gaps.push({ fromMs: before.toMs, toMs: fromMs, shownMs, position });
    starts.push({ timeMs: before.toMs, position });
    starts.push({ timeMs: fromMs, position: position + shownMs });
  });
  const positionOfTime = (timeMs: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as Start).timeMs <= timeMs) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] as Start;
    const next = starts[low + 1];
    const position = start.position + Math.max(0, timeMs - start.timeMs);
    return next === undefined ? position : Math.min(position, next.position);
  };
  return {
    kind: 'clock',
    end: Math.max(1, positionOfTime(busy.at(-1)?.toMs ?? 0)),
    positionOf: (entry) => positionOfTime(entry.createdAt),
    positionOfTime,
    gaps,
    maxScale: MAX_PX_PER_MS,
  };
}

/** When anything ran or was saved, merged where it overlaps. */
function busySpans(entries: readonly TimelineEntry[]): Span[] {
  const spans = entries.flatMap(({ createdAt, tasks }) => [
    { fromMs: createdAt, toMs: createdAt },
    ...tasks
      .filter(({ startMs }) => startMs > 0)
      .map(({ startMs, durationMs }) => ({ fromMs: startMs, toMs: startMs + durationMs })),
  ]);
  spans.sort((a, b) => a.fromMs - b.fromMs);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else merged.push({ ...span });
  }
  return merged;
}
