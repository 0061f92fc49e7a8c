import { describe, expect, it } from 'vitest';
import {
  EMPTY_DRAFT,
  editedState,
  isDirty,
  resetChannel,
  throughReducer,
  updateOf,
  withChannel,
  withState,
  withWrite,
} from './edit-draft';

const original = { list: [{ a: 1 }], count: 3, note: 'x' };
const channels = [
  { name: 'list', hasReducer: true },
  { name: 'count', hasReducer: false },
  { name: 'note', hasReducer: false },
];

describe('an edit draft', () => {
  it('holds changed channels alone: what is set back leaves it', () => {
    const draft = withChannel(EMPTY_DRAFT, 'list', [{ a: 2 }], original);
    expect(isDirty(draft)).toBe(true);
    expect(isDirty(withChannel(draft, 'list', [{ a: 1 }], original))).toBe(false);
  });

  it('replaces a channel with a reducer by an overwrite, others as they are', () => {
    const draft = withChannel(withChannel(EMPTY_DRAFT, 'list', [], original), 'count', 4, original);
    expect(updateOf(draft, channels)).toEqual({ list: { __overwrite__: [] }, count: 4 });
  });

  it('sends through the reducer only what the person adds, from empty', () => {
    const draft = throughReducer(withChannel(EMPTY_DRAFT, 'list', [{ a: 9 }], original), 'list', original);
    expect(updateOf(draft, channels)).toEqual({ list: [] });
    expect(updateOf(withWrite(draft, 'list', [{ a: 2 }]), channels)).toEqual({ list: [{ a: 2 }] });
    expect(editedState(draft, original)).toEqual(original);
    expect(isDirty(resetChannel(draft, 'list'))).toBe(false);
  });

  it('takes over a whole state from JSON; a key that was taken out stays as it was', () => {
    const draft = withState(EMPTY_DRAFT, { count: 5, note: 'x' }, original);
    expect(draft.values).toEqual({ count: 5 });
    expect(editedState(draft, original)).toEqual({ ...original, count: 5 });
  });
});
