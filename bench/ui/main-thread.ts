import type { CDPSession } from '@playwright/test';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Microseconds of CPU time. */
  tdur?: number;
  args: { name?: string; data?: { frameTreeNodeId?: number } };
}

/** The page's main thread while something goes on: milliseconds of CPU time between each frame and the next. */
export async function workPerFrame(devtools: CDPSession, action: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', '__metadata'] },
  });
  await action();
  const complete = new Promise<void>((resolve) => devtools.once('Tracing.tracingComplete', () => resolve()));
  await devtools.send('Tracing.end');
  await complete;
  return framesOf(mainThreadOf(events));
}

/** That of the renderer with the most frames: the browser has others. */
function mainThreadOf(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Map<string, TraceEvent[]>();
  const names = new Set<string>();
  const key = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  for (const event of events) {
    if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') names.add(key(event));
    const own = threads.get(key(event));
    if (own) own.push(event);
    else threads.set(key(event), [event]);
  }
  const frames = (list: TraceEvent[]) => list.filter(({ name }) => name === FRAME).length;
  const mains = [...threads].filter(([thread]) => names.has(thread)).map(([, list]) => list);
  return mains.sort((a, b) => frames(b) - frames(a))[0] ?? [];
}

const FRAME = 'BeginMainThreadFrame';

function framesOf(events: readonly TraceEvent[]): number[] {
  const starts = events
    .filter(({ name }) => name === FRAME)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask')).sort((a, b) => a.ts - b.ts);
  const work: number[] = [];
  let at = 0;
  for (let frame = 0; frame + 1 < starts.length; frame++) {
    let sum = 0;
    while (at < tasks.length && (tasks[at] as TraceEvent).ts < (starts[frame] as number)) at++;
    for (; at < tasks.length && (tasks[at] as TraceEvent).ts < (starts[frame + 1] as number); at++) {
      const { tdur, dur = 0 } = tasks[at] as TraceEvent;
      sum += (tdur ?? dur) / 1_000;
    }
    work.push(sum);
  }
  return work;
}
