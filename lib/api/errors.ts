import { assertNever, type EngineErrorCode } from '@/engine';
import type { ErrorAnswer } from '@/lib/contracts/protocol-answers';
import { WireValueError } from '@/lib/contracts/wire-value';
import { type AppErrorCode, isAppError } from '@/lib/runs/app-error';
import type { Log } from '@/lib/runs/log';

/** The one place where a code becomes a status. Never a stack trace; what nobody foresaw is logged and answered without detail. */
export function errorResponse(error: unknown, log: Log): Response {
  const { status, body } = describeError(error, log);
  return Response.json(body, { status });
}

/** For an answer that has begun already, too. */
export function describeError(error: unknown, log: Log): { status: number; body: ErrorAnswer } {
  if (isAppError(error)) {
    if (error.code === 'GRAPH_CODE_FAILED') log.problem('code of a graph failed', error.cause);
    const detail = error.detail === undefined ? {} : { detail: error.detail };
    return { status: statusOfApp(error.code), body: { code: error.code, message: error.message, ...detail } };
  }
  if (error instanceof WireValueError) {
    return { status: 422, body: { code: 'INVALID_VALUE', message: error.message, detail: { path: error.path } } };
  }
  const code = engineCode(error);
  if (code !== null) {
    const status = statusOfEngine(code);
    if (status >= 500) log.problem('a request failed', error);
    return { status, body: { code, message: (error as Error).message } };
  }
  log.problem('a request failed', error);
  return { status: 500, body: { code: 'INTERNAL', message: 'The server failed to answer. Its log has the reason.' } };
}

/** By field, as the engine's errors come from another copy of it. */
function engineCode(error: unknown): EngineErrorCode | null {
  const code = (error as { lc_error_code?: unknown } | null)?.lc_error_code;
  return error instanceof Error && typeof code === 'string' ? (code as EngineErrorCode) : null;
}

function statusOfApp(code: AppErrorCode): number {
  switch (code) {
    case 'INVALID_REQUEST':
    case 'MALFORMED_BODY':
      return 400;
    case 'ROUTE_NOT_FOUND':
    case 'THREAD_NOT_FOUND':
    case 'RUN_NOT_FOUND':
    case 'ASSISTANT_NOT_FOUND':
    case 'SUBGRAPH_NOT_FOUND':
    case 'CHECKPOINT_NOT_FOUND':
    case 'BRANCH_NOT_FOUND':
    case 'EXPERIMENT_NOT_FOUND':
      return 404;
    case 'THREAD_EXISTS':
    case 'THREAD_BUSY':
    case 'RUN_ELSEWHERE':
    case 'RUN_ENDED':
    case 'READ_ONLY':
      return 409;
    case 'TOO_LARGE':
      return 413;
    case 'RUN_REJECTED':
    case 'CAPSULE_REFUSED':
    case 'GRAPH_NOT_LOADED':
    case 'NOT_REPLAYABLE':
    case 'GRAPH_CODE_FAILED':
    case 'INVALID_CONFIG':
    case 'INVALID_EXPRESSION':
    case 'UNSUPPORTED':
      return 422;
    case 'STOPPING':
      return 503;
    default:
      return assertNever(code);
  }
}

function statusOfEngine(code: EngineErrorCode): number {
  switch (code) {
    case 'CHECKPOINT_NOT_FOUND':
    case 'BRANCH_NOT_FOUND':
    case 'THREAD_NOT_FOUND':
      return 404;
    case 'THREAD_CONFLICT':
    case 'THREAD_EXISTS':
    case 'BRANCH_IN_USE':
    case 'RUN_IN_USE':
      return 409;
    case 'UNREADABLE_VALUE':
    case 'STORE_FAILED':
    case 'NEWER_DATABASE':
      return 500;
    default:
      return 422;
  }
}
