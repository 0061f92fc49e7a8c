import { describe, expect, it } from 'vitest';
import { type EditedState, editsOf, readCell, readColumn } from './edit-table';

const state: EditedState = {
  values: { tone: 'dry', log: ['a'], profile: { name: 'Ada', tags: ['x'] } },
  graph: {
    stateSchema: { type: 'object', properties: { tone: { type: 'string' }, size: { type: 'integer' } } },
    channels: [
      { name: 'log', hasReducer: true },
      { name: 'size', hasReducer: false },
    ] as never,
  },
};
const draft = (columns: string[], rows: Record<string, string>[]) =>
  ({ kind: 'what-if', columns, rows, times: 1, atOnce: 1, leaveOut: '' }) as const;

describe('a table of edits', () => {
  it('makes an edit of each row, and none of one without a value', () => {
    const columns = ['tone', 'log', 'profile.tags[0]', 'profile.name'];
    const row = { tone: '"warm"', log: '[]', 'profile.tags[0]': '"y"', 'profile.name': '"Bob"' };
    expect(editsOf(draft(columns, [{}, row, { tone: ' ' }]), state)).toEqual({
      ok: true,
      value: [null, { tone: 'warm', log: { __overwrite__: [] }, profile: { name: 'Bob', tags: ['y'] } }, null],
    });
    expect(state.values.profile).toEqual({ name: 'Ada', tags: ['x'] });
  });

  it('edits what is in a typed value where it travels, and adds behind the last item of a list', () => {
    const typed = { ...state, values: { log: { $type: 'Note', value: { text: 'a', marks: ['x'] } } } };
    expect(editsOf(draft(['log.text', '/log/marks/1'], [{ 'log.text': '"b"', '/log/marks/1': '"y"' }]), typed)).toEqual(
      {
        ok: true,
        value: [{ log: { __overwrite__: { $type: 'Note', value: { text: 'b', marks: ['x', 'y'] } } } }],
      },
    );
    expect(readColumn('log.marks[3]', typed)).toMatchObject({ ok: false });
  });

  it('says which cell keeps it from running, and why', () => {
    expect(editsOf(draft(['tone'], [{}, { tone: 'warm' }]), state)).toEqual({
      ok: false,
      message: expect.stringMatching(/^Row 2, tone: No JSON: .*Text stands in quotes\.$/),
    });
    expect(readCell('tone', '1', state)).toEqual({ ok: false, message: 'Must be text' });
    expect(readCell('size', '1.5', state)).toEqual({ ok: false, message: 'Must be a whole number' });
    expect(readCell('profile.tags[3].x', '1', state)).toEqual({
      ok: false,
      message: 'There is nothing that profile.tags[3].x would be in.',
    });
  });

  it('takes only columns that are keys of the state', () => {
    expect(readColumn('nope', state)).toMatchObject({ ok: false, message: expect.stringContaining('no key “nope”') });
    expect(readColumn('a b', state)).toMatchObject({ ok: false, message: expect.stringContaining('no path') });
    expect(readColumn('profile.name', state)).toEqual({ ok: true, value: ['profile', 'name'] });
    expect(readColumn('/profile/tags/0', state)).toEqual({ ok: true, value: ['profile', 'tags', 0] });
  });
});
