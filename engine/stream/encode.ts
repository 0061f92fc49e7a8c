import type { StreamEvent } from './event-queue';
import type { RunEvent } from './run-events';

// Streams as server-sent events, in bytes: `new Response(graph.stream(input, { encoding: 'text/event-stream' }))`.

/** Each event under its mode, and its namespace where it has one; a failure of the run is the last event. */
export async function* encodeStream(
  events: AsyncIterable<StreamEvent>,
  { subgraphs = false }: { subgraphs?: boolean },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const [namespace, mode, payload] of events) {
      yield message(subgraphs ? [mode, ...namespace].join('|') : mode, payload);
    }
  } catch (error) {
    const isError = error instanceof Error;
    yield message('error', { error: isError ? error.name : 'Error', message: isError ? error.message : String(error) });
  }
}

/** The same for the events of `streamEvents`, in LangChain's form: all are `data`, and an `end` closes them. */
export async function* encodeRunEvents(events: AsyncIterable<RunEvent>): AsyncGenerator<Uint8Array> {
  for await (const event of events) yield message('data', event);
  yield encoder.encode('event: end\n\n');
}

const encoder = new TextEncoder();

function message(event: string, data: unknown): Uint8Array {
  return encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data, plainMessage) ?? 'null'}\n\n`);
}

/** LangChain's messages say themselves what they are as plain data; their `toJSON` would wrap it. */
function plainMessage(this: unknown, key: string, value: unknown): unknown {
  const given = (this as Record<string, unknown>)[key];
  if (typeof given !== 'object' || given === null || !('toDict' in given) || typeof given.toDict !== 'function') {
    return value;
  }
  const { type, data } = given.toDict() as { type: string; data: object };
  return { ...data, type };
}
