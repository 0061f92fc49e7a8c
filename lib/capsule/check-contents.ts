import { refused } from './capsule-error';
import type { Content, Part } from './format';
import type { CapsuleLimits } from './limits';

/** What is wrong with a value; null when nothing is. */
type Fault = string | null;

/**
 * Looks into the values of a part for what would only show when they are read: deltas that are none, and lists that claim to
 * be endless. Whatever else is in them is data.
 */
export function checkContents(part: Part, where: string, { sparseLength }: CapsuleLimits): void {
  for (const { content, isDelta } of contentsOf(part)) {
    const fault = isDelta ? deltaFault(content) : null;
    const found = fault ?? ('tagged' in content ? sparseFault(content.tagged, sparseLength) : null);
    if (found !== null) throw refused('invalid', `${where} is not valid: ${found}.`);
  }
}

function* contentsOf(part: Part): Generator<{ content: Content; isDelta: boolean }> {
  if (part.kind === 'value') {
    if ('whole' in part.is) yield { content: part.is.whole as Content, isDelta: false };
    if ('delta' in part.is) yield { content: part.is.delta as Content, isDelta: true };
  } else if (part.kind === 'writes') {
    for (const { value } of part.writes) yield { content: value as Content, isDelta: false };
  } else if (part.kind === 'checkpoint') {
    for (const { at } of part.record.channels) {
      if (at.kind === 'inline') yield { content: at.value as Content, isDelta: false };
    }
    for (const write of part.record.writes ?? []) {
      if (write.kind === 'bytes') yield { content: write.value as Content, isDelta: false };
      if (write.kind === 'added' && write.delta) yield { content: write.delta as Content, isDelta: true };
    }
  }
}

function deltaFault(content: Content): Fault {
  if ('base64' in content) return null;
  return 'json' in content ? faultOf(content.json) : faultOf(content.tagged);
}

/** The shapes of engine/checkpoint/delta.ts. */
function faultOf(delta: unknown): Fault {
  if (typeof delta !== 'object' || delta === null) return 'a delta is no object';
  const { op, value, add, skip, keep, end, edit, put, remove } = delta as Record<string, unknown>;
  const isNoCount = (count: unknown) => count !== undefined && !isCount(count);
  switch (op) {
    case 'set':
      return value === undefined && !Object.hasOwn(delta, 'value') ? 'a delta sets nothing' : null;
    case 'text':
      return typeof add === 'string' ? null : 'a delta adds no text to a text';
    case 'list':
      if (!isCount(keep) || isNoCount(skip) || isNoCount(end)) return 'a delta of a list has no whole numbers';
      if (add !== undefined && !Array.isArray(add)) return 'a delta adds no list to a list';
      return editsFault(edit, (index) => isCount(index) && (index as number) < MAX_ITEMS);
    case 'record':
      if (remove !== undefined && !isListOf(remove, (key) => typeof key === 'string')) return REMOVED_NO_KEYS;
      if (put !== undefined && !isListOf(put, (entry) => Array.isArray(entry) && typeof entry[0] === 'string')) {
        return 'a delta puts something without a key';
      }
      return editsFault(edit, (key) => typeof key === 'string');
    default:
      return 'a delta does nothing that is known';
  }
}

const REMOVED_NO_KEYS = 'a delta removes something that is no key';
/** An index behind the end would make a list of holes. */
const MAX_ITEMS = 50_000_000;

function editsFault(edit: unknown, isKey: (key: unknown) => boolean): Fault {
  if (edit === undefined) return null;
  if (!Array.isArray(edit)) return 'a delta has no list of edits';
  for (const entry of edit as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2 || !isKey(entry[0])) return 'a delta edits nothing that is named';
    const fault = faultOf(entry[1]);
    if (fault !== null) return fault;
  }
  return null;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A list with gaps tells its length, which costs nothing in the file. */
function sparseFault(value: unknown, most: number): Fault {
  if (typeof value !== 'object' || value === null) return null;
  const { $: kind, v: stored } = value as { $?: unknown; v?: unknown };
  if (kind === 'sparse') {
    const length = Array.isArray(stored) ? stored[0] : undefined;
    if (!isCount(length) || (length as number) > most) return `a list with gaps has more than ${most} items`;
  }
  for (const item of Object.values(value)) {
    const fault = sparseFault(item, most);
    if (fault !== null) return fault;
  }
  return null;
}
