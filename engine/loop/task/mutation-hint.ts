import { StateMutationError } from '../../errors';

/** What V8 says when strict code changes a frozen object. */
const FROZEN =
  /read only property|not extensible|Cannot delete property|Cannot redefine property|Cannot define property/;

/** Says what to do instead when a node tried to change its state in place; any other error stays as it is. */
export function withMutationHint(node: string, error: unknown): unknown {
  if (!(error instanceof TypeError) || !FROZEN.test(error.message)) return error;
  return new StateMutationError(
    `Node "${node}" changed a part of its state in place (${error.message}). State is shared and frozen below its top level: return a new value instead, such as { ...item, done: true }.`,
    { cause: error },
  );
}
