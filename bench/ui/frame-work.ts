import type { CDPSession, Page } from '@playwright/test';

/** What the page's main thread did between the beginnings of two frames. */
export interface FrameWork {
  /** CPU time of all its tasks: input, scripts, style, layout, paint. */
  cpuMs: number;
  /** Inputs of the watched kind that reached it. */
  inputs: number;
}

export interface TracedWork {
  frames: FrameWork[];
  /** Milliseconds of CPU time of each task. */
  tasks: number[];
}

type Input = 'pointermove' | 'keydown';

/** Tasks, beginnings of frames and our own marks: a trace of more than that costs as much again as what it tells of. */
const CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline.frame', 'blink.user_timing'];
const TASK = 'ThreadControllerImpl::RunTask';
const FRAME = 'BeginMainThreadFrame';
const MARK = 'bench-input';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds, as are `dur` and `tdur`, which is CPU time. */
  ts: number;
  dur?: number;
  tdur?: number;
}

/** Traces the main thread while something is done; `input` marks the frames that had any of it. */
export async function traceWork(
  { page, devtools }: { page: Page; devtools: CDPSession },
  input: Input,
  during: () => Promise<void>,
): Promise<TracedWork> {
  await page.evaluate(markInputs, { input, mark: MARK });
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: object[] }) => {
    for (const event of value) events.push(event as TraceEvent);
  };
  devtools.on('Tracing.dataCollected', take);
  const traceConfig = { includedCategories: CATEGORIES, excludedCategories: ['*'] };
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await during();
  const isComplete = new Promise<void>((resolve) => devtools.once('Tracing.tracingComplete', () => resolve()));
  await devtools.send('Tracing.end');
  await isComplete;
  devtools.off('Tracing.dataCollected', take);
  return workIn(events);
}

/** Runs in the page. */
function markInputs({ input, mark }: { input: Input; mark: string }): void {
  const { bench } = window;
  if (bench.marked.includes(input)) return;
  bench.marked.push(input);
  window.addEventListener(input, () => performance.mark(mark), { capture: true });
}

function workIn(events: readonly TraceEvent[]): TracedWork {
  const first = events.find(({ name }) => name === MARK);
  if (first === undefined) throw new Error('No input reached the page while it was traced.');
  const own = events
    .filter(({ pid, tid }) => pid === first.pid && tid === first.tid)
    .toSorted((one, other) => one.ts - other.ts);
  const begins = own.filter(({ name }) => name === FRAME).map(({ ts }) => ts);
  const frames = begins.map((): FrameWork => ({ cpuMs: 0, inputs: 0 }));
  const tasks = own.filter(({ name, ph }) => name === TASK && ph === 'X');
  let at = -1;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // A frame begins within the task that makes it.
    while ((begins[at + 1] ?? Number.POSITIVE_INFINITY) < ts + dur) at += 1;
    const frame = frames[at];
    if (frame) frame.cpuMs += tdur / 1000;
  }
  for (const { name, ts } of own) {
    const frame = name === MARK ? frames[begins.findLastIndex((begin) => begin <= ts)] : undefined;
    if (frame) frame.inputs += 1;
  }
  // What came before the first frame and after the last one is not the work of one.
  return { frames: frames.slice(0, -1), tasks: tasks.map(({ tdur = 0 }) => tdur / 1000) };
}
