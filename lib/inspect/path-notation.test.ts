import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitPath, readPath } from './path-notation';
import { pathText } from './preview';

it('reads what Copy path writes', () => {
  const key = fc.oneof(fc.string(), fc.nat(1000));
  fc.assert(
    fc.property(fc.string(), fc.array(key, { maxLength: 5 }), (channel, inner) => {
      const path = [channel, ...inner];
      expect(readPath(pathText(path))).toEqual({ path });
    }),
  );
});

it('reads JSON Pointers and JSON lists', () => {
  expect(readPath('/a~1b/0/m~0n')).toEqual({ path: ['a/b', '0', 'm~n'] });
  expect(readPath('["messages",3,"content"]')).toEqual({ path: ['messages', 3, 'content'] });
});

it('says what is wrong', () => {
  expect(readPath('')).toEqual({ mistake: 'it is empty' });
  expect(readPath('a..b')).toEqual({ mistake: 'at "..b" there is no key' });
  expect(readPath('[3].a')).toEqual({ mistake: 'at "[3].a" there is no key' });
  expect(readPath('/a~2')).toHaveProperty('mistake');
  expect(readPath('a["\\q"]')).toEqual({ mistake: 'at "["\\q"]" the quotes hold no JSON text' });
});

it('makes an index of a number where the value has a list', () => {
  const state = { list: [{ '0': 'zero' }], map: { $type: 'Map', value: [['k', 'v']] } };
  expect(fitPath(['list', '0', '0'], state)).toEqual(['list', 0, '0']);
  expect(fitPath(['map', '0', '1'], state)).toEqual(['map', 0, 1]);
  expect(fitPath(['nothing', '3'], state)).toEqual(['nothing', '3']);
});
