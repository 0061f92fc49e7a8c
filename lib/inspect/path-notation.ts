import { isPlainObject } from './json';
import { unwrap } from './preview';
import type { TreePath } from './tree-items';

/** A path as somebody writes it, or why it is none. */
export type ReadPath = { path: TreePath } | { mistake: string };

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;
const INDEX = /^\[(0|[1-9]\d*)\]/;
const QUOTED = /^\[("(?:[^"\\]|\\.)*")\]/;

/**
 * Reads a place in a state: as *Copy path* writes it (`messages[3].content`, `["odd name"][0]`), as a JSON Pointer
 * (`/messages/3/content`), or as a JSON list of keys and indexes (`["messages",3,"content"]`).
 */
export function readPath(text: string): ReadPath {
  if (text.startsWith('/')) return readPointer(text);
  const listed = readList(text);
  return listed === null ? readCode(text) : { path: listed };
}

/** Only a value tells whether a pointer's `3` is an index or a key. */
function readPointer(text: string): ReadPath {
  if (/~(?![01])/.test(text)) return { mistake: 'a "~" of a JSON Pointer is written "~0"' };
  const keys = text.slice(1).split('/');
  return { path: keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) };
}

function readList(text: string): TreePath | null {
  try {
    const list: unknown = JSON.parse(text);
    const isPath = Array.isArray(list) && list.length > 0 && list.every(isKey);
    return isPath ? (list as TreePath) : null;
  } catch {
    return null;
  }
}

function isKey(key: unknown): boolean {
  return typeof key === 'string' || (Number.isInteger(key) && (key as number) >= 0);
}

function readCode(text: string): ReadPath {
  const path: (string | number)[] = [];
  let left = text;
  while (left !== '') {
    const afterDot = path.length > 0 && left.startsWith('.') ? left.slice(1) : null;
    const name = NAME.exec(afterDot ?? (path.length === 0 ? left : ''));
    const index = INDEX.exec(left);
    const quoted = QUOTED.exec(left);
    if (name) {
      path.push(name[0]);
      left = (afterDot ?? left).slice(name[0].length);
    } else if (index && path.length > 0) {
      path.push(Number(index[1]));
      left = left.slice(index[0].length);
    } else if (quoted) {
      const key = unquoted(quoted[1] as string);
      if (key === null) return { mistake: `at "${cut(left)}" the quotes hold no JSON text` };
      path.push(key);
      left = left.slice(quoted[0].length);
    } else {
      return { mistake: `at "${cut(left)}" there is no key` };
    }
  }
  return path.length > 0 ? { path } : { mistake: 'it is empty' };
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

function cut(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

/** The same path with an index wherever the value has a list, and a key everywhere else. */
export function fitPath(path: TreePath, value: unknown): TreePath {
  let found = value;
  return path.map((key) => {
    const inner = unwrap(found).value;
    const fitted = Array.isArray(inner) && /^(0|[1-9]\d*)$/.test(String(key)) ? Number(key) : key;
    const isThere = Array.isArray(inner) || (isPlainObject(inner) && Object.hasOwn(inner, fitted));
    found = isThere ? (inner as Record<string | number, unknown>)[fitted] : undefined;
    return fitted;
  });
}
