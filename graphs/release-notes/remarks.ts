import type { Category } from './commit';

/** What the reviewer's remarks ask of the next draft. Later remarks add to earlier ones. */
export interface Wishes {
  isShort: boolean;
  withoutHashes: boolean;
  excluded: Category[];
  title: string | undefined;
  /** Remarks that no rule understands: they appear in the notes as they are. */
  asides: string[];
}

const NAMES: readonly [Category, RegExp][] = [
  ['breaking', /\bbreaking\b/i],
  ['feature', /\bfeatures?\b/i],
  ['fix', /\b(bug ?)?fix(es)?\b/i],
  ['docs', /\b(docs?|documentation)\b/i],
  ['internal', /\b(internals?|chores?)\b/i],
];

export const REMARK_RULES =
  'Understood: "shorter", "without hashes", "without docs" (or another category), "title: …". Anything else is added as an editor’s note.';

/** Reads remarks clause by clause (`shorter, without docs; title: Spring`) with fixed rules, so that the same remarks give the same draft. */
export function wishesOf(remarks: readonly string[]): Wishes {
  const wishes: Wishes = { isShort: false, withoutHashes: false, excluded: [], title: undefined, asides: [] };
  for (const clause of remarks.flatMap((remark) => remark.split(/[;\n]|,(?!\s*and\b)/))) {
    if (clause.trim() !== '') takeUp(wishes, clause.trim());
  }
  return wishes;
}

function takeUp(wishes: Wishes, clause: string): void {
  const title = /^title:\s*(.+)$/i.exec(clause)?.[1];
  const left = /^(?:please\s+)?(?:without|no|drop|exclude|hide|leave out|skip)\s+(?:the\s+)?(.+)$/i.exec(clause)?.[1];
  const excluded = NAMES.filter(([, pattern]) => left !== undefined && pattern.test(left)).map(
    ([category]) => category,
  );
  if (title !== undefined) wishes.title = title;
  else if (/^(?:please\s+)?(?:make it\s+)?(?:much\s+)?(?:shorter|short|terse|briefer)\.?$/i.test(clause))
    wishes.isShort = true;
  else if (left !== undefined && /^hash(es)?\b/i.test(left)) wishes.withoutHashes = true;
  else if (excluded.length > 0) wishes.excluded.push(...excluded);
  else wishes.asides.push(clause);
}
