import { describe, expect, it } from 'vitest';
import { draftOf } from './experiment-draft';

describe('what was typed for an experiment', () => {
  it('is new where nothing was', () => {
    expect(draftOf(null)).toMatchObject({ kind: 'what-if', columns: [], rows: [{}, {}] });
  });

  it('is read again, and a number that was empty is a number again', () => {
    const draft = { ...draftOf(null), columns: ['tone'], rows: [{ tone: '"warm"' }], atOnce: 2 };
    expect(draftOf(JSON.stringify(draft))).toEqual(draft);
    expect(draftOf(JSON.stringify({ ...draft, times: Number.NaN }))).toEqual(draft);
  });
});
