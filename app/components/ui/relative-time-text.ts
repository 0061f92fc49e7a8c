const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function relativeTime(timeMs: number, nowMs: number): string {
  const age = nowMs - timeMs;
  if (age < 10 * SECOND) return 'just now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 30 * DAY) return `${Math.floor(age / DAY)} d ago`;
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Made once, when the first is asked for: a format takes longer to make than a page takes to draw. */
let formats: { date: Intl.DateTimeFormat; clock: Intl.DateTimeFormat } | undefined;

/** In the reader's time zone, to the millisecond: two steps are often closer than a second. */
export function exactTime(timeMs: number): string {
  formats ??= {
    date: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }),
    clock: new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hour12: false }),
  };
  const time = new Date(timeMs);
  return `${formats.date.format(time)}, ${formats.clock.format(time)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
