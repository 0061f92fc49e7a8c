import type { NodeError } from '../control/node-error';
import type { TimeoutPolicy } from '../control/timeout-policy';
import { checkFields, resolveTimeout } from '../control/timeout-policy';
import { EngineError } from '../errors';
import type { NodeResult } from './node-function';
import type { RetryPlan, RetryPolicy } from './retry-policy';
import { resolveRetry } from './retry-policy';
import type { Runtime } from './runtime';

/** How a node's results are remembered, in the cache that the graph was compiled or called with. */
export interface CachePolicy {
  /** The part of the input that decides the result, as text; gets `[input]`. Default: the whole input. */
  keyFunc?: (args: unknown[]) => string;
  /** Seconds for which an entry holds. Default: for ever. */
  ttl?: number;
}

/**
 * Answers for a node all of whose attempts failed. What it returns is written in the node's place and the node's edges are
 * followed; a Command with `goto` goes there instead. Its own failure fails the task.
 */
export type NodeErrorHandler<State = unknown, Update = Record<string, unknown>> = (
  state: State,
  error: NodeError,
  runtime: Runtime,
) => NodeResult<Update> | Promise<NodeResult<Update>>;

/** What `addNode` and `setNodeDefaults` take about failure and repetition. */
export interface NodePolicyOptions {
  /** When a failed attempt is repeated. Of a list, the first policy that wants the error decides. */
  retryPolicy?: RetryPolicy | readonly RetryPolicy[];
  /** Takes the result of an earlier run on the same input. `true`: by the whole input, for ever. */
  cachePolicy?: CachePolicy | boolean;
  /** Limits of each attempt; a number is milliseconds. */
  timeout?: number | TimeoutPolicy;
}

/** The same, checked and with defaults filled in. Undefined: not said, so that the graph's default holds. */
export interface NodePolicies {
  retry?: readonly RetryPlan[];
  cache?: CachePolicy | false;
  timeout?: TimeoutPolicy;
  handler?: NodeErrorHandler;
}

/** How often and how long a function is tried. */
export interface AttemptPolicy {
  retry: readonly RetryPlan[];
  timeout: TimeoutPolicy | null;
}

/** All that a node's failures and repetitions need; a node without any of it has none. */
export interface NodePolicy extends AttemptPolicy {
  cache: CachePolicy | null;
  handler: HandlerPlan | null;
}

export interface HandlerPlan extends AttemptPolicy {
  handle: NodeErrorHandler;
}

const CACHE_FIELDS: ReadonlySet<string> = new Set(['keyFunc', 'ttl']);

/** @throws EngineError INVALID_CONFIG for a value that makes no sense */
export function resolvePolicies(
  { retryPolicy, cachePolicy, timeout, errorHandler }: NodePolicyOptions & { errorHandler?: unknown },
  whose: string,
): NodePolicies {
  const policies: NodePolicies = {};
  if (retryPolicy !== undefined) policies.retry = resolveRetry(retryPolicy, `retryPolicy of ${whose}`);
  if (cachePolicy !== undefined) policies.cache = resolveCache(cachePolicy, `cachePolicy of ${whose}`);
  const limits = resolveTimeout(timeout, `timeout of ${whose}`);
  if (limits) policies.timeout = limits;
  if (errorHandler !== undefined) {
    if (typeof errorHandler !== 'function') {
      throw new EngineError(
        'INVALID_CONFIG',
        `errorHandler of ${whose} must be a function (state, error, runtime) => update; got ${typeof errorHandler}.`,
      );
    }
    policies.handler = errorHandler as NodeErrorHandler;
  }
  return policies;
}

const DEFAULTS: ReadonlySet<string> = new Set(['retryPolicy', 'cachePolicy', 'timeout', 'errorHandler']);

/** What `setNodeDefaults` is given. @throws EngineError INVALID_CONFIG, for a default that does not exist too */
export function resolveDefaults(defaults: NodePolicyOptions & { errorHandler?: unknown }): NodePolicies {
  checkFields(defaults, DEFAULTS, 'node defaults');
  return resolvePolicies(defaults, 'the node defaults');
}

/** A node's policy under the graph's defaults. Handlers retry by the defaults alone and never handle each other's failures. */
export function policyOf(own: NodePolicies, defaults: NodePolicies): NodePolicy | null {
  const byDefault: AttemptPolicy = { retry: defaults.retry ?? [], timeout: defaults.timeout ?? null };
  const handle = own.handler ?? defaults.handler;
  const policy: NodePolicy = {
    retry: own.retry ?? byDefault.retry,
    timeout: own.timeout ?? byDefault.timeout,
    cache: (own.cache ?? defaults.cache) || null,
    handler: handle ? { handle, ...byDefault } : null,
  };
  const isEmpty = policy.retry.length === 0 && !policy.timeout && !policy.cache && !policy.handler;
  return isEmpty ? null : policy;
}

/** What a Send's own timeout needs where its node has no policy. */
export const NO_POLICY: NodePolicy = { retry: [], timeout: null, cache: null, handler: null };

function resolveCache(policy: CachePolicy | boolean, what: string): CachePolicy | false {
  if (typeof policy === 'boolean') return policy ? {} : false;
  checkFields(policy, CACHE_FIELDS, what);
  const { keyFunc, ttl } = policy;
  if (keyFunc !== undefined && typeof keyFunc !== 'function') {
    throw new EngineError('INVALID_CONFIG', `keyFunc of the ${what} must be a function; got ${typeof keyFunc}.`);
  }
  if (ttl !== undefined && !(ttl > 0)) {
    throw new EngineError(
      'INVALID_CONFIG',
      `ttl of the ${what} must be a number of seconds greater than 0; got ${ttl}.`,
    );
  }
  return policy;
}
