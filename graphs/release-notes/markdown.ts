import type { Category, Classified } from './commit';
import { categories } from './commit';
import type { Wishes } from './remarks';
import { wishesOf } from './remarks';

const HEADINGS: Readonly<Record<Category, string>> = {
  breaking: 'Breaking changes',
  feature: 'Features',
  fix: 'Fixes',
  docs: 'Documentation',
  internal: 'Internal',
};
const SHORT_SECTION = 5;

export interface NotesRequest {
  title: string;
  classified: readonly Classified[];
  remarks: readonly string[];
}

/** The notes as Markdown: one section a category, every commit with its short hash. Commit messages are escaped, never markup. */
export function writeNotes({ title, classified, remarks }: NotesRequest): string {
  const wishes = wishesOf(remarks);
  const sections = categories
    .filter((category) => !wishes.excluded.includes(category))
    .map((category) =>
      section(
        category,
        classified.filter((entry) => entry.category === category),
        wishes,
      ),
    )
    .filter((lines) => lines.length > 0);
  return [[`# ${escapeMarkup(wishes.title ?? title)}`], ...sections, leftOut(classified, wishes), editorsNote(wishes)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function section(category: Category, entries: Classified[], wishes: Wishes): string[] {
  if (entries.length === 0) return [];
  const shown = wishes.isShort && category !== 'breaking' ? entries.slice(0, SHORT_SECTION) : entries;
  const hidden = entries.length - shown.length;
  return [
    `## ${HEADINGS[category]}`,
    '',
    ...shown.map((entry) => line(entry, wishes)),
    ...(hidden > 0 ? [`- …and ${hidden} more`] : []),
  ];
}

function line({ scope, summary, hash }: Classified, wishes: Wishes): string {
  const where = scope === '' ? '' : `**${escapeMarkup(scope)}:** `;
  const reference = wishes.withoutHashes ? '' : ` (\`${hash.slice(0, 7)}\`)`;
  return `- ${where}${escapeMarkup(summary)}${reference}`;
}

function leftOut(classified: readonly Classified[], { excluded }: Wishes): string[] {
  const count = classified.filter((entry) => excluded.includes(entry.category)).length;
  return count === 0
    ? []
    : [`_${count} ${count === 1 ? 'commit' : 'commits'} left out: ${[...new Set(excluded)].join(', ')}._`];
}

function editorsNote({ asides }: Wishes): string[] {
  return asides.length === 0 ? [] : ['## Editor’s note', '', ...asides.map((aside) => `> ${escapeMarkup(aside)}`)];
}

function escapeMarkup(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}
