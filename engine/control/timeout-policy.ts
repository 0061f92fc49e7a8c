import { EngineError } from '../errors';

/** Limits of one attempt of a node, in milliseconds; each attempt has the whole time. A bare number means `runTimeout`. */
export interface TimeoutPolicy {
  /** The longest that an attempt may take, whatever it does meanwhile. */
  runTimeout?: number;
  /** The longest that it may go without a sign of progress. */
  idleTimeout?: number;
  /** `auto` (default): what the node writes to streams counts as progress, and `heartbeat()`. `heartbeat`: only that. */
  refreshOn?: 'auto' | 'heartbeat';
}

const FIELDS: ReadonlySet<string> = new Set(['runTimeout', 'idleTimeout', 'refreshOn']);

/** A policy with its shorthand written out; null when it limits nothing. @throws EngineError INVALID_CONFIG */
export function resolveTimeout(timeout: number | TimeoutPolicy | null | undefined, what: string): TimeoutPolicy | null {
  if (timeout === undefined || timeout === null) return null;
  const policy: TimeoutPolicy = typeof timeout === 'number' ? { runTimeout: timeout } : timeout;
  checkFields(policy, FIELDS, what);
  const { runTimeout, idleTimeout, refreshOn } = policy;
  checkDuration(runTimeout, `runTimeout of ${what}`);
  checkDuration(idleTimeout, `idleTimeout of ${what}`);
  if (refreshOn !== undefined && refreshOn !== 'auto' && refreshOn !== 'heartbeat') {
    throw new EngineError('INVALID_CONFIG', `refreshOn of ${what} must be "auto" or "heartbeat"; got ${refreshOn}.`);
  }
  if (runTimeout === undefined && idleTimeout === undefined) return null;
  return {
    ...(runTimeout !== undefined && { runTimeout }),
    ...(idleTimeout !== undefined && { idleTimeout }),
    ...(refreshOn !== undefined && { refreshOn }),
  };
}

/** @throws EngineError INVALID_CONFIG for a number of milliseconds that is none, or no time at all */
export function checkDuration(ms: number | undefined, what: string): void {
  if (ms === undefined || (typeof ms === 'number' && ms > 0)) return;
  throw new EngineError('INVALID_CONFIG', `${what} must be a number of milliseconds greater than 0; got ${ms}.`);
}

/** @throws EngineError INVALID_CONFIG for a policy that is no object, or has a field that does not exist */
export function checkFields(policy: unknown, fields: ReadonlySet<string>, what: string): void {
  const names = [...fields].join(', ');
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) {
    throw new EngineError('INVALID_CONFIG', `The ${what} must be an object with some of ${names}; got ${policy}.`);
  }
  for (const field of Object.keys(policy)) {
    if (fields.has(field)) continue;
    throw new EngineError('INVALID_CONFIG', `The ${what} has the unknown field "${field}"; the fields are ${names}.`);
  }
}
