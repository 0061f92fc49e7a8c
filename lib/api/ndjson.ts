/** JSON texts, one a line, at the reader's pace. `onGone` is called when the reader leaves before the end. */
export function ndjsonResponse(
  lines: AsyncIterator<object>,
  { onGone, onError }: { onGone: () => void; onError: (error: unknown) => object },
): Response {
  const encoder = new TextEncoder();
  const encode = (line: object) => encoder.encode(`${JSON.stringify(line)}\n`);
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await lines.next();
          if (next.done) controller.close();
          else controller.enqueue(encode(next.value));
        } catch (error) {
          controller.enqueue(encode(onError(error)));
          controller.close();
        }
      },
      cancel() {
        onGone();
        void lines.return?.();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      // no-transform also keeps Next from compressing, which would hold lines back.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
