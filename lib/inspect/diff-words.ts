import { alignItems } from './align';

export interface WordSegment {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Beyond this the words are not looked at: the texts differ as wholes. */
const MAX_WORDS = 4000;
/** With less in common than this, two texts side by side read better than one woven of both. */
const LEAST_COMMON = 0.35;

/** What became of a text, word by word; null when too little of it stayed, or it is too long. */
export function diffWords(before: string, after: string): WordSegment[] | null {
  const [from, to] = [wordsOf(before), wordsOf(after)];
  if (from.length > MAX_WORDS || to.length > MAX_WORDS) return null;
  const segments: WordSegment[] = [];
  let common = 0;
  let removed = '';
  let added = '';
  const flush = () => {
    push(segments, 'removed', removed);
    push(segments, 'added', added);
    removed = '';
    added = '';
  };
  for (const pair of alignItems(from, to)) {
    const old = pair.before === null ? undefined : from[pair.before];
    const next = pair.after === null ? undefined : to[pair.after];
    if (old !== undefined && old === next) {
      flush();
      push(segments, 'same', old);
      if (old.trim() !== '') common += old.length;
    } else {
      removed += old ?? '';
      added += next ?? '';
    }
  }
  flush();
  const longer = Math.max(before.length, after.length);
  return common >= longer * LEAST_COMMON ? segments : null;
}

/** Words, runs of spaces and single marks; together they are the text. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function push(segments: WordSegment[], kind: WordSegment['kind'], text: string): void {
  if (text === '') return;
  const last = segments.at(-1);
  if (last?.kind === kind) last.text += text;
  else segments.push({ kind, text });
}
