import { checkFields } from '../control/timeout-policy';
import { EngineError, isEngineError } from '../errors';

/** When and how often a node that failed is tried again, within the same step. Intervals are milliseconds. */
export interface RetryPolicy {
  /** Before the second attempt. Default 500. */
  initialInterval?: number;
  /** Each interval is this many times the one before. Default 2. */
  backoffFactor?: number;
  /** No interval is longer. Default 128,000. */
  maxInterval?: number;
  /** The first one counts. Default 3. */
  maxAttempts?: number;
  /** Adds up to a second at random, so that many that failed together don't come back together. Default true. */
  jitter?: boolean;
  /** Whether this error is worth another attempt. Default: all but aborts, mistakes of the graph, and most of HTTP's 4xx. */
  retryOn?(error: unknown): boolean;
  /** Says on the console that an attempt failed and when the next begins. Default true. */
  logWarning?: boolean;
}

export type RetryPlan = Readonly<Required<RetryPolicy>>;

const FIELDS: ReadonlySet<string> = new Set([
  'initialInterval',
  'backoffFactor',
  'maxInterval',
  'maxAttempts',
  'jitter',
  'retryOn',
  'logWarning',
]);

/**
 * Policies with their defaults. Of several, the first whose `retryOn` says yes decides.
 * @throws EngineError INVALID_CONFIG
 */
export function resolveRetry(policy: RetryPolicy | readonly RetryPolicy[], what: string): readonly RetryPlan[] {
  return (Array.isArray(policy) ? (policy as readonly RetryPolicy[]) : [policy as RetryPolicy]).map((one) =>
    resolveOne(one, what),
  );
}

function resolveOne(policy: RetryPolicy, what: string): RetryPlan {
  checkFields(policy, FIELDS, what);
  const plan: RetryPlan = {
    initialInterval: policy.initialInterval ?? 500,
    backoffFactor: policy.backoffFactor ?? 2,
    maxInterval: policy.maxInterval ?? 128_000,
    maxAttempts: policy.maxAttempts ?? 3,
    jitter: policy.jitter ?? true,
    retryOn: policy.retryOn ?? isWorthRetrying,
    logWarning: policy.logWarning ?? true,
  };
  const refuse = (field: keyof RetryPolicy, rule: string) => {
    throw new EngineError('INVALID_CONFIG', `${field} of the ${what} must be ${rule}; got ${plan[field]}.`);
  };
  if (!(plan.maxAttempts === Number.POSITIVE_INFINITY || (Number.isInteger(plan.maxAttempts) && plan.maxAttempts >= 1)))
    refuse('maxAttempts', 'a whole number from 1 on');
  if (!(plan.initialInterval >= 0)) refuse('initialInterval', 'a number of milliseconds from 0 on');
  if (!(plan.maxInterval >= 0)) refuse('maxInterval', 'a number of milliseconds from 0 on');
  if (!(plan.backoffFactor >= 1)) refuse('backoffFactor', 'a number from 1 on');
  if (typeof plan.retryOn !== 'function') refuse('retryOn', 'a function of the error');
  return plan;
}

/** What LangGraph.js retries too, and no mistake of the graph: those fail the same way every time. */
function isWorthRetrying(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return true;
  const { name, message, code, status, response, error: body } = error as FailedRequest;
  if (name === 'AbortError' || code === 'ECONNABORTED' || body?.code === 'insufficient_quota') return false;
  if (typeof message === 'string' && (message.startsWith('Cancel') || message.startsWith('AbortError'))) return false;
  if (isEngineError(error)) return error.code === 'NODE_TIMEOUT' || error.code === 'STEP_TIMEOUT';
  return !isRefusal(Number(response?.status ?? status));
}

interface FailedRequest {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  status?: unknown;
  response?: { status?: unknown };
  error?: { code?: unknown };
}

/** 4xx, but for those that ask to come again: request timeout, too early, too many requests. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}
