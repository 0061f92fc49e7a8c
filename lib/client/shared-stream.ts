import { openEventSource, type StreamSignal } from './event-source';

const NAME = 'retrograph-events';
/** What a tab asks that comes later: it hears of nothing that was said before. */
const HOW_IS_IT = 'how is it';

/**
 * One event stream for all tabs of the browser, since it allows only six connections to a host: the tab that holds the lock
 * opens it and tells the others; when that tab closes, the lock and the stream pass to another.
 * Returns the unsubscriber. Without locks (plain HTTP on another host) each tab opens its own.
 */
export function joinSharedStream(onSignal: (signal: StreamSignal) => void): () => void {
  const leaving = new AbortController();
  if (navigator.locks === undefined) {
    openEventSource(onSignal, leaving.signal);
    return () => leaving.abort();
  }

  const channel = new BroadcastChannel(NAME);
  let holdsStream = false;
  let isLost = false;
  const tell = (signal: StreamSignal) => {
    if (signal.kind !== 'event') isLost = signal.kind === 'lost';
    channel.postMessage(signal);
  };
  channel.onmessage = ({ data }: MessageEvent<StreamSignal | typeof HOW_IS_IT>) => {
    if (data !== HOW_IS_IT) onSignal(data);
    else if (holdsStream && isLost) channel.postMessage({ kind: 'lost' } satisfies StreamSignal);
  };
  channel.postMessage(HOW_IS_IT);
  void navigator.locks
    .request(NAME, { signal: leaving.signal }, () => {
      // The lock may have been granted in the moment of leaving.
      if (leaving.signal.aborted) return;
      holdsStream = true;
      openEventSource((signal) => {
        onSignal(signal);
        tell(signal);
      }, leaving.signal);
      return new Promise<void>((release) => leaving.signal.addEventListener('abort', () => release()));
    })
    .catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
  return () => {
    leaving.abort();
    channel.close();
  };
}
