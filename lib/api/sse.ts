const HEARTBEAT_MS = 5_000;

export interface SseMessage {
  event: string;
  /** JSON text. */
  data: string;
  id?: number;
}

/**
 * Server-sent events from an iterator, at the reader's pace, with a comment every 5 s so that nothing in between closes the line.
 * `onGone` is called when the reader leaves before the end.
 */
export function sseResponse(
  messages: AsyncIterator<SseMessage>,
  options: { headers?: Record<string, string>; onGone?: () => void } = {},
): Response {
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(': connected\n\n'));
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(': heartbeat\n\n')), HEARTBEAT_MS);
    },
    async pull(controller) {
      try {
        const next = await messages.next();
        if (!next.done) return controller.enqueue(encoder.encode(format(next.value)));
        clearInterval(heartbeat);
        controller.close();
      } catch (error) {
        clearInterval(heartbeat);
        controller.error(error);
      }
    },
    cancel() {
      clearInterval(heartbeat);
      options.onGone?.();
      void messages.return?.();
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform also keeps Next from compressing, which would hold events back.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...options.headers,
    },
  });
}

function format({ event, data, id }: SseMessage): string {
  return `event: ${event}\ndata: ${data}\n${id === undefined ? '' : `id: ${id}\n`}\n`;
}
