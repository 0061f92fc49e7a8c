import { sameValue } from '@/lib/inspect/json';

/** What a reducer made of an edit, as far as the values tell. */
export function reducedText(before: unknown, after: unknown): string {
  if (!Array.isArray(after) || !(before === undefined || Array.isArray(before))) return 'through the reducer';
  const known = before ?? [];
  const added = after.length - known.length;
  const isAppended = added > 0 && known.every((item, index) => sameValue(item, after[index]));
  return isAppended ? `reducer appends ${added}` : 'through the reducer';
}
