import { UnserializableValueError } from '../errors';
import { isPlainArray } from './ownership';

/** Levels of plain objects and arrays that a state may nest; deeper ones would not survive every saver's encoding. */
export const MAX_DEPTH = 500;

/** Thrown on the way down, where the way is not known. */
export const TOO_DEEP = Symbol('too deep');

/** The error to throw for one that came up while `root` was read. */
export function explained(error: unknown, root: object): unknown {
  return error === TOO_DEEP ? depthError(root) : error;
}

/** Looks for the way to the offending part; only run when there is one. */
function depthError(root: object): UnserializableValueError {
  const ancestors = new Set<object>();
  const keys: string[] = [];
  let cyclePath: string | undefined;
  const visit = (part: object): boolean => {
    if (ancestors.has(part)) {
      cyclePath = pathText(keys);
      return true;
    }
    if (ancestors.size === MAX_DEPTH) return true;
    ancestors.add(part);
    for (const [key, item] of Object.entries(part)) {
      if (typeof item !== 'object' || item === null || !isPlain(item)) continue;
      keys.push(key);
      if (visit(item)) return true;
      keys.pop();
    }
    ancestors.delete(part);
    return false;
  };
  visit(root);
  if (cyclePath !== undefined) {
    return new UnserializableValueError(
      `The value at ${cyclePath} contains itself; state must be a tree, so refer to the other part by an id.`,
      cyclePath,
    );
  }
  const path = `${pathText(keys.slice(0, 6))}…`;
  return new UnserializableValueError(
    `The value at ${path} nests deeper than ${MAX_DEPTH} levels; keep it flat, for example as a record of parts by id.`,
    path,
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isPlainArray(value);
}

function pathText(keys: string[]): string {
  if (keys.length === 0) return 'the top';
  return keys
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
