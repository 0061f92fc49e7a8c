import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, it } from 'vitest';
import { uuidV5 } from './uuid-v5';

it('gives what the uuid package gives, for names of any text and length', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 300 });
  fc.assert(
    fc.property(fc.uuid(), names, (namespace, name) => {
      expect(uuidV5(namespace, name)).toBe(v5(name, namespace));
    }),
  );
});

it('gives the id of the standard’s example', () => {
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});
