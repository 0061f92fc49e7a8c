import type { DebuggerEvent } from '@/lib/contracts/debugger';

export type StreamSignal =
  | { kind: 'event'; event: DebuggerEvent }
  /** The stream opened: whatever was read before may have missed something. */
  | { kind: 'opened' }
  | { kind: 'lost' };

const PATH = '/api/debugger/events';
const REOPEN_AFTER_MS = 2000;
const EVENT_TYPES: DebuggerEvent['type'][] = [
  'thread',
  'thread-deleted',
  'checkpoints',
  'tasks',
  'run',
  'console',
  'stale',
  'pruned',
  'graphs',
];

/** Holds the stream open until the signal aborts. The browser retries a lost connection; a refused one is reopened here. */
export function openEventSource(onSignal: (signal: StreamSignal) => void, abort: AbortSignal): void {
  let source = connect();
  let timer: ReturnType<typeof setTimeout> | undefined;
  abort.addEventListener('abort', () => {
    clearTimeout(timer);
    source.close();
  });

  function connect(): EventSource {
    const opened = new EventSource(PATH);
    opened.onopen = () => onSignal({ kind: 'opened' });
    opened.onerror = () => {
      onSignal({ kind: 'lost' });
      if (opened.readyState !== EventSource.CLOSED || abort.aborted) return;
      timer = setTimeout(() => {
        source = connect();
      }, REOPEN_AFTER_MS);
    };
    for (const type of EVENT_TYPES) {
      opened.addEventListener(type, ({ data }: MessageEvent<string>) => {
        onSignal({ kind: 'event', event: { ...JSON.parse(data), type } as DebuggerEvent });
      });
    }
    return opened;
  }
}
