import type { Category, Classified, Commit, Touched } from './commit';

const CONVENTIONAL = /^(?<type>[a-z]+)(?:\((?<scope>[^()]*)\))?(?<mark>!)?:\s+(?<summary>.+)$/i;

const TYPES: Readonly<Record<string, Category>> = {
  feat: 'feature',
  feature: 'feature',
  fix: 'fix',
  bugfix: 'fix',
  hotfix: 'fix',
  perf: 'fix',
  revert: 'fix',
  docs: 'docs',
  doc: 'docs',
  build: 'internal',
  chore: 'internal',
  ci: 'internal',
  deps: 'internal',
  refactor: 'internal',
  style: 'internal',
  test: 'internal',
  tests: 'internal',
};

const OPENINGS: readonly [Category, RegExp][] = [
  ['breaking', /^(drop|remove) support\b/i],
  ['fix', /^(fix(es|ed)?|correct|repair|resolve|prevent|avoid|restore|revert)\b|\b(bug|crash|regression)\b/i],
  ['feature', /^(add|allow|enable|introduce|implement|support|provide|expose)(s|ed)?\b/i],
  ['docs', /^(document|describe|explain)\b|\b(readme|changelog|typo)\b/i],
  ['internal', /^(bump|upgrade|refactor|rename|clean ?up|tidy|lint|reformat|merge|release|prepare)\b/i],
];

/** Puts a commit into a category: by its own word first, then by the files it touched, then by how its subject opens. */
export function classify(commit: Pick<Commit, 'hash' | 'subject' | 'body' | 'touched'>): Classified {
  const said = CONVENTIONAL.exec(commit.subject)?.groups;
  const type = said?.type?.toLowerCase() ?? '';
  const isConventional = Object.hasOwn(TYPES, type);
  const [category, because] = decide(commit, isConventional ? { type, isMarked: said?.mark === '!' } : undefined);
  return {
    summary: isConventional ? (said?.summary ?? commit.subject) : commit.subject,
    category,
    scope: isConventional ? (said?.scope ?? '') : '',
    hash: commit.hash,
    because,
  };
}

function decide(
  { subject, body, touched }: Pick<Commit, 'subject' | 'body' | 'touched'>,
  said: { type: string; isMarked: boolean } | undefined,
): [Category, string] {
  if (said?.isMarked) return ['breaking', 'the type is marked with "!"'];
  if (/^BREAKING[ -]CHANGE:/m.test(body)) return ['breaking', 'the message has a BREAKING CHANGE paragraph'];
  if (said !== undefined) return [TYPES[said.type] ?? 'internal', `the type is "${said.type}"`];
  const only = onlyKind(touched);
  if (only === 'docs') return ['docs', 'it touches documentation only'];
  if (only === 'tests' || only === 'tooling') return ['internal', `it touches ${only} only`];
  const opening = OPENINGS.find(([, pattern]) => pattern.test(subject));
  if (opening !== undefined) return [opening[0], `the subject says "${opening[1].exec(subject)?.[0]}"`];
  return ['internal', 'nothing in the message or the files says otherwise'];
}

function onlyKind(touched: Touched): keyof Touched | undefined {
  const kinds = (Object.keys(touched) as (keyof Touched)[]).filter((kind) => touched[kind] > 0);
  return kinds.length === 1 ? kinds[0] : undefined;
}

/** The reducer of `classified`: an entry replaces the one of the same commit, and keeps its place. */
export function mergeByHash(current: Classified[], added: Classified[]): Classified[] {
  const merged = new Map(current.map((entry) => [entry.hash, entry]));
  for (const entry of added) merged.set(entry.hash, entry);
  return [...merged.values()];
}
