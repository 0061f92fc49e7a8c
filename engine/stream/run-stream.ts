import type { CallbackHandler } from '../callbacks/handler';
import { EngineError } from '../errors';
import { encodeRunEvents, encodeStream } from './encode';
import type { StreamEvent } from './event-queue';
import { EventQueue } from './event-queue';
import { MessageStream } from './message-stream';
import { Pipe } from './pipe';
import type { EventFilter, RunEvent } from './run-events';
import { RunEvents } from './run-events';
import type { EventSink, StreamMode } from './stream-mode';
import { STREAM_MODES } from './stream-mode';
import { ToolStream } from './tool-stream';

export interface StreamOptions<Mode extends StreamMode | StreamMode[], Subgraphs extends boolean = boolean> {
  /** Which events are wanted; `updates` unless told. */
  streamMode?: Mode;
  /** Gives the events of subgraphs, too, each event with the path of its graph. */
  subgraphs?: Subgraphs;
  /** Gives server-sent events, as bytes. */
  encoding?: Encoding;
}

export type Encoding = 'text/event-stream';

export type InEncoding<Encoded, Item> = Encoded extends Encoding ? Uint8Array : Item;

export interface StreamEventsOptions extends StreamOptions<StreamMode | StreamMode[]>, EventFilter {
  /** Of the schema of events. */
  version: 'v2';
}

/** A run that waits to be told where its events go. */
export interface StartableRun {
  start: (sink: EventSink) => Promise<unknown>;
  stop: (reason: string) => void;
}

/** Makes a run that tells these listeners, too. */
export type PrepareRun = (listeners: CallbackHandler[]) => StartableRun;

/**
 * Starts the run, when first asked for an event, and answers its events as they happen; leaving the iteration early stops
 * it, and waits for that.
 * `Item` is what the options make of an event: see StreamItem and InEncoding.
 * @throws what the run threw, after its events; EngineError INVALID_CONFIG for an unknown mode
 */
export async function* streamRun<Item>(prepare: PrepareRun, options: AnyStreamOptions): AsyncGenerator<Item> {
  const { queue, start, stop } = openStream(prepare, options, []);
  const done = start();
  let isFinished = false;
  try {
    if (options.encoding) for await (const bytes of encodeStream(queue.read(), options)) yield bytes as Item;
    else for await (const event of queue.read()) yield itemOf(event, options) as Item;
    isFinished = true;
  } finally {
    if (!isFinished) stop(LEFT);
    await done;
  }
}

/**
 * The same as events of LangChain's schema: of the graph, its nodes, and the models and tools that they call.
 * @throws what the run threw, after its events; EngineError INVALID_CONFIG for another version of the schema
 */
export async function* streamRunEvents<Item>(prepare: PrepareRun, options: StreamEventsOptions): AsyncGenerator<Item> {
  refuseVersion(options.version);
  const pipe = new Pipe<RunEvent>();
  const events = new RunEvents(options, (event) => pipe.push(event));
  const { queue, start, stop } = openStream(prepare, options, [events]);
  const done = start();
  const pumping = (async () => {
    for await (const event of queue.read()) events.tellChunk(itemOf(event, options));
    events.finish();
  })().then(
    () => pipe.close(),
    (error) => pipe.fail(error),
  );
  let isFinished = false;
  try {
    for await (const item of options.encoding ? encodeRunEvents(pipe.read()) : pipe.read()) yield item as Item;
    isFinished = true;
  } finally {
    if (!isFinished) stop(LEFT);
    await Promise.all([done, pumping]);
  }
}

const LEFT = 'the stream was left';

type AnyStreamOptions = StreamOptions<StreamMode | StreamMode[]>;

function openStream(prepare: PrepareRun, options: AnyStreamOptions, listeners: CallbackHandler[]) {
  const mode = options.streamMode ?? 'updates';
  const modes = Array.isArray(mode) ? mode : [mode];
  refuseUnknown(modes, options.encoding);
  const queue = new EventQueue({ modes, subgraphs: options.subgraphs === true });
  const run = prepare([...listeners, ...listenersFor(queue)]);
  const start = () =>
    run.start(queue).then(
      () => queue.close(),
      (error) => queue.fail(error),
    );
  return { queue, start, stop: run.stop };
}

/** An event in the form that was asked for. */
function itemOf([namespace, mode, payload]: StreamEvent, { streamMode, subgraphs }: AnyStreamOptions): unknown {
  if (subgraphs) return Array.isArray(streamMode) ? [[...namespace], mode, payload] : [[...namespace], payload];
  return Array.isArray(streamMode) ? [mode, payload] : payload;
}

function refuseVersion(version: unknown): void {
  if (version === 'v2') return;
  throw new EngineError(
    'INVALID_CONFIG',
    `streamEvents() gives events of version "v2"; got ${JSON.stringify(version)}. Pass { version: 'v2' }.`,
  );
}

/** Models and tools are heard through callbacks. */
function listenersFor(queue: EventQueue): CallbackHandler[] {
  const listeners: CallbackHandler[] = [];
  if (queue.wants('messages')) listeners.push(new MessageStream(queue));
  if (queue.wants('tools')) listeners.push(new ToolStream(queue));
  return listeners;
}

function refuseUnknown(modes: readonly StreamMode[], encoding: string | undefined): void {
  for (const name of modes) {
    if (STREAM_MODES.includes(name)) continue;
    throw new EngineError(
      'INVALID_CONFIG',
      `Stream mode "${name}" is unknown; the modes are ${STREAM_MODES.join(', ')}.`,
    );
  }
  if (encoding === undefined || encoding === 'text/event-stream') return;
  throw new EngineError('INVALID_CONFIG', `Streams have no encoding "${encoding}"; pass "text/event-stream", or none.`);
}
