import type { CallbackHandler } from '../callbacks/handler';
import { EngineError } from '../errors';
import { EventQueue } from './event-queue';
import { MessageStream } from './message-stream';
import type { EventSink, StreamMode } from './stream-mode';
import { STREAM_MODES } from './stream-mode';
import { ToolStream } from './tool-stream';

export interface StreamOptions<Mode extends StreamMode | StreamMode[], Subgraphs extends boolean = boolean> {
  /** Which events are wanted; `updates` unless told. */
  streamMode?: Mode;
  /** Gives the events of subgraphs, too, each event with the path of its graph. */
  subgraphs?: Subgraphs;
}

/** One mode gives payloads, a list of modes `[mode, payload]`; with `subgraphs: true` the namespace comes first. */
export type StreamItem<Mode, Subgraphs = false> = Subgraphs extends true
  ? Mode extends StreamMode[]
    ? [namespace: string[], mode: Mode[number], payload: unknown]
    : [namespace: string[], payload: unknown]
  : Mode extends StreamMode[]
    ? [mode: Mode[number], payload: unknown]
    : unknown;

/** A run that waits to be told where its events go. */
export interface StartableRun {
  start: (sink: EventSink) => Promise<unknown>;
  stop: (reason: string) => void;
}

/**
 * Starts the run, when first asked for an event, and answers its events as they happen; leaving the iteration early stops it, and waits for that.
 * @throws what the run threw, after its events; EngineError INVALID_CONFIG for an unknown mode
 */
export async function* streamRun<Mode extends StreamMode | StreamMode[], Subgraphs extends boolean>(
  prepare: (listeners: CallbackHandler[]) => StartableRun,
  options: StreamOptions<Mode, Subgraphs>,
): AsyncGenerator<StreamItem<Mode, Subgraphs>> {
  const mode = options.streamMode ?? 'updates';
  const modes: readonly StreamMode[] = Array.isArray(mode) ? mode : [mode as StreamMode];
  refuseUnknown(modes);
  const subgraphs = options.subgraphs === true;
  const queue = new EventQueue({ modes, subgraphs });
  const { start, stop } = prepare(listenersFor(queue));
  const done = start(queue).then(
    () => queue.close(),
    (error) => queue.fail(error),
  );
  let isFinished = false;
  try {
    for await (const [namespace, name, payload] of queue.read()) {
      const item = Array.isArray(mode) ? [name, payload] : [payload];
      if (subgraphs) item.unshift([...namespace]);
      yield (item.length === 1 ? payload : item) as StreamItem<Mode, Subgraphs>;
    }
    isFinished = true;
  } finally {
    if (!isFinished) stop('the stream was left');
    await done;
  }
}

/** Models and tools are heard through callbacks. */
function listenersFor(queue: EventQueue): CallbackHandler[] {
  const listeners: CallbackHandler[] = [];
  if (queue.wants('messages')) listeners.push(new MessageStream(queue));
  if (queue.wants('tools')) listeners.push(new ToolStream(queue));
  return listeners;
}

function refuseUnknown(modes: readonly StreamMode[]): void {
  for (const name of modes) {
    if (STREAM_MODES.includes(name)) continue;
    throw new EngineError(
      'INVALID_CONFIG',
      `Stream mode "${name}" is unknown; the modes are ${STREAM_MODES.join(', ')}.`,
    );
  }
}
