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

  it('says which cell keeps it from running, and why', () => {
    expect(editsOf(draft(['tone'], [{}, { tone: 'warm' }]), state)).toEqual({
      ok: false,
      message: expect.stringMatching(/^Row 2, tone: No JSON: .*Text stands in quotes\.$/),
    });
    expect(readCell('tone', '1', state)).toEqual({ ok: false, message: 'Must be text' });
    expect(readCell('size', '1.5', state)).toEqual({ ok: false, message: 'Must be a whole number' });
    expect(readCell('profile.tags[3].x', '1', state)).toMatchObject({ ok: false });
  });

  it('takes only columns that are keys of the state', () => {
    expect(readColumn('nope', state)).toMatchObject({ ok: false, message: expect.stringContaining('no key “nope”') });
    expect(readColumn('a b', state)).toMatchObject({ ok: false, message: expect.stringContaining('no path') });
    expect(readColumn('profile.name', state)).toEqual({ ok: true, value: ['profile', 'name'] });
  });
});
