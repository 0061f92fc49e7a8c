import { expect, it } from 'vitest';
import { idText, storedId } from './stored-id';
import { TextMemo } from './text-memo';

it('a text that is remembered is given for its own bytes alone, however many there are', () => {
  const memo = new TextMemo((stored) => `<${stored}>`);
  const texts = [
    '',
    'ä',
    '\u{1F600}',
    'x'.repeat(200),
    ...Array.from({ length: 2_000 }, (_, index) => `name ${index}`),
  ];
  for (const round of [1, 2]) {
    const wrong = texts.filter((text) => {
      const bytes = Buffer.from(`__${text}__`);
      return memo.at(bytes, 2, bytes.length - 4) !== `<${text}>`;
    });
    expect(wrong, `round ${round}`).toEqual([]);
  }
});

it('so is the text of an id', () => {
  const hex = (index: number) => index.toString(16).padStart(4, '0');
  const ids = Array.from(
    { length: 5_000 },
    (_, index) => `0197f3a0-${hex(Math.floor(index / 7))}-5a7b-8f00-${hex(index)}456789ab`,
  );
  const all = [...ids, ...ids.toReversed(), 'no UUID', '00000000-0000-0000-0000-000000000000'];
  expect(all.filter((id) => idText(storedId(id)) !== id)).toEqual([]);
});
