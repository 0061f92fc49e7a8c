import { toWire } from '@/lib/contracts/wire-value';
import { cancelRun } from '@/lib/runs/cancel-run';
import { followRun } from '@/lib/runs/follow-run';
import type { LiveRun, RunOutcome } from '@/lib/runs/live-run';
import type { ProtocolMode } from '@/lib/runs/stream-events';
import type { Runtime } from '@/lib/runtime/runtime';
import { PROTOCOL_DATES } from './present';
import { type SseMessage, sseResponse } from './sse';

const KEEP_ALIVE_MS = 5_000;

/** The SDK reads the run's id from it. */
export function contentLocation(run: {
  threadId: string;
  runId: string;
  isTemporary: boolean;
}): Record<string, string> {
  const path = run.isTemporary ? '' : `/threads/${encodeURIComponent(run.threadId)}`;
  return { 'content-location': `${path}/runs/${run.runId}` };
}

export interface StreamRequest {
  threadId: string;
  runId: string;
  /** The last event that the client has; -1 for none. */
  afterId: number;
  modes: ProtocolMode[] | null;
  cancelsOnDisconnect: boolean;
  headers?: Record<string, string>;
}

/** The run's events, from memory while it is live and from the store afterwards. */
export function streamResponse(runtime: Runtime, request: StreamRequest): Response {
  const gone = new AbortController();
  const events = followRun(runtime, { ...request, signal: gone.signal });
  return sseResponse(encodeEvents(events), {
    headers: request.headers ?? {},
    onGone: () => {
      gone.abort();
      if (request.cancelsOnDisconnect) stopRun(runtime, request);
    },
  });
}

async function* encodeEvents(events: ReturnType<typeof followRun>): AsyncGenerator<SseMessage> {
  for await (const { id, event, data } of events) {
    yield { id, event, data: JSON.stringify(toWire(data, PROTOCOL_DATES)) };
  }
}

export function waitResponse(
  runtime: Runtime,
  run: LiveRun,
  options: { cancelsOnDisconnect: boolean; headers: Record<string, string> },
): Response {
  return joinResponse(runtime, run.record, { ...options, outcome: () => run.ended });
}

/** Headers at once, blanks while it runs (JSON allows them), and at the end the values: a client's time-outs never strike. */
export function joinResponse(
  runtime: Runtime,
  run: { threadId: string; runId: string },
  options: {
    outcome(signal: AbortSignal): Promise<RunOutcome | null>;
    cancelsOnDisconnect: boolean;
    headers?: Record<string, string>;
  },
): Response {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let keepAlive: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      keepAlive = setInterval(() => controller.enqueue(encoder.encode('\n')), KEEP_ALIVE_MS);
    },
    async pull(controller) {
      const outcome = await options.outcome(gone.signal).finally(() => clearInterval(keepAlive));
      if (outcome === null || gone.signal.aborted) return;
      controller.enqueue(encoder.encode(JSON.stringify(finalAnswer(outcome))));
      controller.close();
    },
    cancel() {
      gone.abort();
      clearInterval(keepAlive);
      if (options.cancelsOnDisconnect) stopRun(runtime, run);
    },
  });
  return new Response(stream, { headers: { 'content-type': 'application/json', ...options.headers } });
}

/** The last values; at an interrupt with the questions, after a failure the error instead. */
function finalAnswer(outcome: RunOutcome): unknown {
  if (outcome.error !== null) return { __error__: { error: outcome.error.name, message: outcome.error.message } };
  const values = outcome.values ?? {};
  return toWire(
    outcome.interrupts === null ? values : { ...values, __interrupt__: outcome.interrupts },
    PROTOCOL_DATES,
  );
}

function stopRun(runtime: Runtime, { threadId, runId }: { threadId: string; runId: string }): void {
  cancelRun(runtime, { threadId, runId, waits: false }).catch((error: unknown) =>
    runtime.log.problem('a run could not be stopped after its client left', error),
  );
}
