import { describe, expect, it } from 'vitest';
import type { Part } from '@/lib/contracts/parts';
import { type Difference, diffValues } from './diff';
import { addressKey, wrapPart } from './parts';
import { LIST_WINDOW, type LoadedPart, rowId, TEXT_WINDOW, type TreeRow, type TreeView, treeRows } from './tree';
import { openByDefault } from './tree-open';

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
    expect([...new Set(shown.map((row) => row.kind))]).toEqual(['value', 'text', 'more']);
    expect(shown.at(-1)?.hidden).toBe(10);
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

const shown = (...ids: string[]): TreeView => ({ listed: new Map(), defaultOpen: new Set(), ...open(...ids) });

describe('what did not travel whole', () => {
  const part = (fields: Partial<Part>): unknown =>
    wrapPart({
      kind: 'list',
      count: 1000,
      bytes: 9000,
      head: '',
      address: { checkpointId: 'c', field: 'values', path: ['big'] },
      ...fields,
    });
  const key = addressKey({ checkpointId: 'c', field: 'values', path: ['big'] });
  const view = (rest: Partial<TreeView>): TreeView => ({ ...shown('/big'), ...rest });
  const loaded = (fields: Partial<LoadedPart>): TreeView =>
    view({ parts: new Map([[key, { text: '', entries: [], isLoading: false, error: null, ...fields }]]) });
  const told = (rows: TreeRow[]) => rows.map(({ kind, path, hidden }) => [kind, path.join('.'), hidden]);

  it('says how much is not there, and shows what was read of it', () => {
    const values = { big: part({}) };
    expect(told(treeRows(values, undefined, view({})))).toEqual([
      ['value', 'big', 0],
      ['more', 'big', 1000],
    ]);
    const entries = [{ key: 0, value: 'a' }];
    expect(told(treeRows(values, undefined, loaded({ entries })))).toEqual([
      ['value', 'big', 0],
      ['value', 'big.0', 0],
      ['more', 'big', 999],
    ]);
    expect(treeRows(values, undefined, loaded({ isLoading: true })).at(-1)?.kind).toBe('loading');
    expect(treeRows(values, undefined, loaded({ error: 'gone' })).at(-1)).toMatchObject({
      kind: 'failed',
      value: 'gone',
    });
  });

  it('shows what the step changed in it before it is read', () => {
    const difference: Difference = {
      kind: 'changed',
      counts: { added: 1, updated: 0, removed: 0 },
      same: 999,
      entries: [{ key: 999, at: 999, difference: { kind: 'added', value: 'new' } }],
    };
    const state: Difference = { ...difference, entries: [{ key: 'big', at: 0, difference }] };
    const rows = treeRows({ big: part({}) }, state, view({}));
    expect(told(rows)).toEqual([
      ['value', 'big', 0],
      ['value', 'big.999', 0],
      ['more', 'big', 999],
    ]);
    expect(rows[1]).toMatchObject({ value: 'new', mark: 'added' });
  });

  it('shows the beginning of a text, then as much as was read', () => {
    const values = { big: part({ kind: 'text', count: 5000, head: 'begin' }) };
    const rows = treeRows(values, undefined, view({}));
    expect(rows.map(({ kind, value, hidden }) => [kind, value, hidden])).toEqual([
      ['value', values.big, 0],
      ['text', 'begin', 0],
      ['more', '', 4995],
    ]);
    const all = treeRows(values, undefined, loaded({ text: 'x'.repeat(5000) })).slice(1);
    expect(all.every(({ kind }) => kind === 'text')).toBe(true);
    expect(all.map(({ value }) => value).join('')).toBe('x'.repeat(5000));
  });
});

describe('reading', () => {
  const messages = [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'hello' },
  ];

  it('shows a message list as a conversation, until it is asked for as a list', () => {
    const kinds = (rest: Partial<TreeView>) =>
      treeRows({ messages }, undefined, { ...shown('/messages'), ...rest }).map(({ kind }) => kind);
    expect(kinds({})).toEqual(['value', 'message', 'message']);
    expect(kinds({ asLists: new Set(['/messages']) })).toEqual(['value', 'value', 'value']);
    expect(
      kinds({
        toggled: new Map([
          ['/messages', true],
          ['/messages/0', true],
        ]),
      }),
    ).toEqual(['value', 'value', 'value', 'value', 'message']);
  });

  it('reads what is new in a conversation, too', () => {
    const difference = diffValues({ messages: [] }, { messages });
    const view = { ...shown(), defaultOpen: openByDefault({ messages }, difference) };
    expect(treeRows({ messages }, difference, view).map(({ kind, mark }) => [kind, mark])).toEqual([
      ['value', 'inside'],
      ['message', 'added'],
      ['message', 'added'],
    ]);
  });

  it('shows an image that lies in a text, and a plot under its number', () => {
    const image = `data:image/png;base64,${'AAAA'.repeat(40)}`;
    expect(treeRows({ image }, undefined, shown('/image')).map(({ kind }) => kind)).toEqual(['value', 'image']);
    const plotted = { ...shown(), plotted: new Set(['/n']) };
    expect(treeRows({ n: 1 }, undefined, plotted).map(({ kind }) => kind)).toEqual(['value', 'plot']);
  });

  it('lists only what was found, what holds it and what it holds', () => {
    const found = { matches: new Set(['/a/b']), around: new Set(['/a']) };
    const rows = treeRows({ a: { b: { c: 1 }, d: 2 }, e: 3 }, undefined, { ...shown('/a/b'), found });
    expect(rows.map(({ path }) => path.join('.'))).toEqual(['a', 'a.b', 'a.b.c']);
  });
});
