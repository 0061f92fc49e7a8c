import { describe, expect, it } from 'vitest';
import { compareEnds, type RowEnd } from './compare-ends';
import { comparedText, type LeftOut } from './compared-text';

const all: LeftOut = () => false;

function endOf(row: number, state: Record<string, unknown>, outcome = 'done'): RowEnd {
  const values = Object.entries(state).map(([key, value]) => {
    const text = comparedText(value, all, [key]);
    return [key, { digest: text, text, isWhole: true }] as const;
  });
  return { row, outcome, values: new Map(values) };
}

describe('ends compared', () => {
  it('groups equal ends, the largest group first, and lists the keys that vary with their values', () => {
    const ends = [endOf(1, { a: 1, b: 'x' }), endOf(2, { a: 1, b: 'y' }), endOf(3, { b: 'y', a: 1 })];
    expect(compareEnds(ends)).toEqual({
      keys: 2,
      compared: [1, 2, 3],
      groups: [
        { outcome: 'done', rows: [2, 3] },
        { outcome: 'done', rows: [1] },
      ],
      varying: [
        {
          key: 'b',
          values: [
            { text: '"x"', isCut: false, rows: [1] },
            { text: '"y"', isCut: false, rows: [2, 3] },
          ],
        },
      ],
    });
  });

  it('tells a key that is missing from one that is null, and outcomes apart', () => {
    const { varying, groups } = compareEnds([endOf(1, { a: null }), endOf(2, {}), endOf(3, { a: null }, 'failed: x')]);
    expect(varying[0]?.values.map(({ text, rows }) => [text, rows])).toEqual([
      ['null', [1, 3]],
      [null, [2]],
    ]);
    expect(groups.map(({ rows }) => rows)).toEqual([[1], [2], [3]]);
  });

  it('shows long values from where they part, and says that they are cut', () => {
    const long = (end: string) => ({ a: `${'-'.repeat(500)}${end}` });
    const [one, two] = compareEnds([endOf(1, long('left')), endOf(2, long('right'))]).varying[0]?.values ?? [];
    expect(one).toMatchObject({ isCut: true, text: expect.stringMatching(/^….*-left"$/) });
    expect(two).toMatchObject({ isCut: true, text: expect.stringMatching(/^….*-right"$/) });
  });

  it('has nothing to tell of nothing', () => {
    expect(compareEnds([])).toEqual({ keys: 0, compared: [], groups: [], varying: [] });
  });
});

describe('what is compared', () => {
  const without =
    (...ways: string[]): LeftOut =>
    (trail) =>
      ways.some((way) => `.${trail.join('.')}`.endsWith(`.${way}`));

  it('does not depend on the order of keys', () => {
    expect(comparedText({ b: 1, a: [{ d: 1, c: 2 }] }, all)).toBe(comparedText({ a: [{ c: 2, d: 1 }], b: 1 }, all));
  });

  it('leaves out the ids of messages, and of nothing else', () => {
    const plain = { type: 'ai', id: '1', content: 'x', tool_calls: [{ id: 'call' }] };
    expect(comparedText([plain], all)).toBe('[{"content":"x","tool_calls":[{"id":"call"}],"type":"ai"}]');
    expect(comparedText({ $type: 'AIMessage', value: { id: '1', content: 'x' } }, all)).toBe(
      '{"$type":"AIMessage","value":{"content":"x"}}',
    );
    expect(comparedText({ id: 1, content: 'x' }, all)).toBe('{"content":"x","id":1}');
  });

  it('leaves out named keys wherever they follow each other', () => {
    const value = { calls: [{ id: 1, at: 2 }], id: 3 };
    expect(comparedText(value, without('calls.id'))).toBe('{"calls":[{"at":2}],"id":3}');
    expect(comparedText(value, without('id', 'at'))).toBe('{"calls":[{}]}');
    expect(comparedText([{ id: 1 }], without('calls.id'), ['calls'])).toBe('[{}]');
  });
});
