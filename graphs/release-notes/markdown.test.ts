import { describe, expect, it } from 'vitest';
import type { Classified } from './commit';
import { writeNotes } from './markdown';
import { notesFileName } from './notes-file';

const classified: Classified[] = [
  { hash: 'aaaaaaaaaaaa', category: 'fix', scope: '', summary: 'keep order', because: '' },
  { hash: 'bbbbbbbbbbbb', category: 'breaking', scope: 'api', summary: 'rename `get`', because: '' },
  { hash: 'cccccccccccc', category: 'docs', scope: '', summary: 'say <how>', because: '' },
];
const draft = (remarks: string[], entries = classified) =>
  writeNotes({ title: 'Release notes: v1..v2', classified: entries, remarks });

describe('writeNotes', () => {
  it('groups commits under headings in a fixed order, with hashes, and escapes markup', () => {
    expect(draft([])).toBe(
      [
        '# Release notes: v1..v2',
        '',
        '## Breaking changes',
        '',
        '- **api:** rename \\`get\\` (`bbbbbbb`)',
        '',
        '## Fixes',
        '',
        '- keep order (`aaaaaaa`)',
        '',
        '## Documentation',
        '',
        '- say \\<how\\> (`ccccccc`)',
        '',
      ].join('\n'),
    );
  });

  it('leaves a category out on request and says how much is missing', () => {
    const notes = draft(['please leave out the docs and internal']);
    expect(notes).not.toContain('## Documentation');
    expect(notes).toContain('_1 commit left out: docs, internal._');
  });

  it('takes several wishes in one remark, and later remarks add to earlier ones', () => {
    const notes = draft(['without hashes; title: Spring', 'no fixes']);
    expect(notes).toMatch(/^# Spring\n/);
    expect(notes).not.toContain('aaaaaaa');
    expect(notes).not.toContain('(`bbbbbbb`)');
  });

  it('cuts long sections when asked to be shorter, breaking changes never, and says so', () => {
    const many = Array.from({ length: 8 }, (_, index): Classified[] => [
      { hash: `f${index}`, category: 'feature', scope: '', summary: `feature ${index}`, because: '' },
      { hash: `b${index}`, category: 'breaking', scope: '', summary: `break ${index}`, because: '' },
    ]).flat();
    const notes = draft(['make it shorter'], many);
    expect(notes).toContain('feature 4');
    expect(notes).not.toContain('feature 5');
    expect(notes).toContain('…and 3 more');
    expect(notes).toContain('break 7');
  });

  it('adds a remark that no rule understands as a note', () => {
    expect(draft(['Thank the translators'])).toContain('## Editor’s note\n\n> Thank the translators');
  });
});

describe('notesFileName', () => {
  it('is a plain file name for any ids, and differs when either id differs', () => {
    const ids = ['a', 'a/b', 'a b', '../../etc/passwd', 'ü', 'x'.repeat(255), ''];
    const names = ids.flatMap((threadId) => ids.map((branchId) => notesFileName({ threadId, branchId })));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,150}\.md$/);
  });
});
