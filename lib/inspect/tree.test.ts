import { describe, expect, it } from 'vitest';
import { diffValues } from './diff';
import { LIST_WINDOW, openByDefault, rowId, TEXT_WINDOW, type TreeView, treeRows } from './tree';

type Values = Record<string, unknown>;

function rows(before: Values, after: Values, view: Partial<TreeView> = {}) {
  const difference = diffValues(before, after);
  return treeRows(after, difference, {
    toggled: new Map(),
    listed: new Map(),
    defaultOpen: openByDefault(after, difference),
    ...view,
  });
}
const open = (...ids: string[]) => ({ toggled: new Map(ids.map((id) => [id, true])) });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('treeRows', () => {
  it('lists the channels, closed where nothing changed', () => {
    const state = { task: 'x', items: [1, 2] };
    expect(rows(state, state).map((row) => [row.id, row.isOpen, row.mark])).toEqual([
      ['/task', null, null],
      ['/items', false, null],
    ]);
  });

  it('opens what the step wrote, so that a published path is seen at once', () => {
    const shown = rows({}, { published: { path: '.retrograph/notes/a.md' } });
    expect(shown.map((row) => [row.id, row.mark, row.isInherited])).toEqual([
      ['/published', 'added', false],
      ['/published/path', 'added', true],
    ]);
  });

  it('lets a person close what is open by default', () => {
    const view = { toggled: new Map([['/published', false]]) };
    expect(rows({}, { published: { path: 'a' } }, view)).toHaveLength(1);
  });

  it('opens the first items of a new list only', () => {
    const items = numbers(12).map((n) => ({ hash: String(n), category: 'fix' }));
    const opened = rows({}, { items }).filter((row) => row.isOpen);
    expect(opened.map((row) => row.id)).toEqual(['/items', '/items/0', '/items/1']);
  });

  it('shows a removed item where it stood', () => {
    const shown = rows({ list: ['a', 'b', 'c'] }, { list: ['a', 'c'] });
    expect(shown.map((row) => [row.id, row.mark])).toEqual([
      ['/list', 'inside'],
      ['/list/0', null],
      ['-/list/1', 'removed'],
      ['/list/1', null],
    ]);
  });

  it('keeps what an updated value was', () => {
    expect(rows({ step: 1 }, { step: 2 })[0]).toMatchObject({ mark: 'updated', from: 1, value: 2 });
  });

  it('lists a long list in parts and says how many are left', () => {
    const state = { list: numbers(1000) };
    const shown = rows(state, state, open('/list'));
    expect(shown).toHaveLength(1 + LIST_WINDOW + 1);
    expect(shown.at(-1)).toMatchObject({ kind: 'more', hidden: 1000 - LIST_WINDOW });
    expect(rows(state, state, { ...open('/list'), listed: new Map([['/list', 1000]]) })).toHaveLength(1001);
  });

  it('folds the unchanged items of a long list around what changed', () => {
    const shown = rows({ list: numbers(300) }, { list: [...numbers(300), 'new'] });
    expect(shown.map((row) => [row.kind, row.hidden || row.value])).toEqual([
      ['value', [...numbers(300), 'new']],
      ['fold', 299],
      ['value', 299],
      ['value', 'new'],
    ]);
  });

  it('opens a long text in parts', () => {
    const text = 'x'.repeat(TEXT_WINDOW + 10);
    const shown = rows({ text }, { text }, open('/text'));
    expect(shown.map((row) => row.kind)).toEqual(['value', 'text', 'more']);
    expect(shown[2]?.hidden).toBe(10);
  });

  it('counts the changes inside a container and the items of a new list', () => {
    expect(rows({ a: [1] }, { a: [1, 2, 3] })[0]?.counts).toEqual({ added: 2, updated: 0, removed: 0 });
    expect(rows({}, { a: [1, 2] })[0]?.counts?.added).toBe(2);
  });

  it('looks through typed values to their content', () => {
    const state = { set: { $type: 'Set', value: ['a'] } };
    expect(rows(state, state, open('/set')).map((row) => row.id)).toEqual(['/set', '/set/0']);
  });
});

describe('rowId', () => {
  it('keeps keys with slashes apart from nested ones', () => {
    expect(rowId(['a/b'])).not.toBe(rowId(['a', 'b']));
  });
});
