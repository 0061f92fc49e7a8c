import { describe, expect, it } from 'vitest';
import {
  applyDelta,
  createSerializer,
  decodeDelta,
  deltaOf,
  encodeDelta,
  jsonSerializer,
  seal,
  unseal,
} from '@/engine';
import { bytesOf, contentOf } from './content';
import { parseKeyPattern } from './key-pattern';
import { KeyTally } from './key-tally';
import { REDACTED, Redactor } from './redactor';

const redactorOf = (...patterns: string[]) => new Redactor(patterns.map((text) => parseKeyPattern(text) as never));

/** A value of the channel `data`, stored, redacted and read again. */
function redacted(value: unknown, ...patterns: string[]): unknown {
  const content = contentOf(jsonSerializer.encode(value));
  return jsonSerializer.decode(bytesOf(redactorOf(...patterns).content(['data'], content)));
}

describe('a pattern', () => {
  it.each([
    ['apiKey', ['apiKey']],
    ['messages[].content', ['messages', 'content']],
    ['messages[3].content', ['messages', 'content']],
    ['settings.*.token', ['settings', '*', 'token']],
    ['a\\.b.c\\[', ['a.b', 'c[']],
  ])('%s names keys', (text, keys) => expect(parseKeyPattern(text)?.keys).toEqual(keys));

  it.each(['', '.', '*', '*.*', 'a[b]', 'a[', 'x'.repeat(501)])('"%s" names none', (text) => {
    expect(parseKeyPattern(text)).toBeNull();
  });
});

describe('what is redacted', () => {
  it('is found at any depth, in lists and in single items alike, and nothing else', () => {
    const value = { key: 1, list: [{ key: 2, other: 3 }], deep: { er: { key: { key: 4 } } }, keys: 5 };
    expect(redacted(value, 'key')).toEqual({
      key: REDACTED,
      list: [{ key: REDACTED, other: 3 }],
      deep: { er: { key: REDACTED } },
      keys: 5,
    });
    expect(redacted({ messages: [{ content: 'a', id: 1 }] }, 'messages[].content')).toEqual({
      messages: [{ content: REDACTED, id: 1 }],
    });
    expect(redacted({ messages: { content: 'a' }, content: 'b' }, 'messages[].content')).toEqual({
      messages: { content: REDACTED },
      content: 'b',
    });
    expect(redacted({ a: { x: { token: 1 } }, token: 2 }, 'a.*.token')).toEqual({
      a: { x: { token: REDACTED } },
      token: 2,
    });
    expect(redacted({ a: 1 }, 'data')).toBe(REDACTED);
  });

  it('is found in what JSON does not know', () => {
    const error = Object.assign(new Error('no'), { apiKey: 'x' });
    const value = new Map<string, unknown>([
      ['apiKey', 'x'],
      ['inner', { apiKey: new Set([1]), at: new Date(0) }],
      ['error', error],
      ['gaps', Object.assign([], { 2: { apiKey: 'x' } })],
      ['$', { $: 'its own', apiKey: undefined }],
    ]);
    const read = redacted(value, 'apiKey') as typeof value;
    expect([read.get('apiKey'), read.get('inner')]).toEqual([REDACTED, { apiKey: REDACTED, at: new Date(0) }]);
    expect(read.get('error')).toMatchObject({ message: 'no', apiKey: REDACTED });
    expect(read.get('gaps')).toEqual(Object.assign([], { 2: { apiKey: REDACTED } }));
    expect(read.get('$')).toEqual({ $: 'its own', apiKey: REDACTED });
  });

  it('keeps a key __proto__ a key', () => {
    const value = JSON.parse('{"__proto__":{"apiKey":1}}');
    expect(JSON.stringify(redacted(value, 'apiKey'))).toBe(`{"__proto__":{"apiKey":"${REDACTED}"}}`);
  });

  it('looks into the stored form of a class whose codec is not here', () => {
    class Vault {
      constructor(readonly fields: object) {}
    }
    const serializer = createSerializer([
      {
        name: 'Vault',
        matches: (value) => value instanceof Vault,
        encode: (vault) => (vault as Vault).fields,
        decode: (fields) => new Vault(fields as object),
      },
    ]);
    const content = contentOf(serializer.encode({ vault: new Vault({ apiKey: 'x', open: true }) }));
    const read = serializer.decode(bytesOf(redactorOf('apiKey').content(['data'], content)));
    expect(read).toEqual({ vault: new Vault({ apiKey: REDACTED, open: true }) });
  });

  it('leads, by redacted deltas, to the redacted value', () => {
    const before = {
      text: 'long enough to grow',
      list: [{ apiKey: 'a', n: 1 }, { apiKey: 'b' }],
      apiKey: 'long enough to grow',
    };
    const after = {
      text: 'long enough to grow on',
      list: [{ apiKey: 'a', n: 2 }, { apiKey: 'c' }, { apiKey: 'd' }],
      apiKey: 'long enough to grow, and secret',
      more: { apiKey: 'e' },
    };
    const sealed = (value: unknown) => seal(value, jsonSerializer);
    const delta = deltaOf(sealed(before), sealed(after));
    const content = redactorOf('apiKey').delta(['data'], contentOf(encodeDelta(delta as never, jsonSerializer)));
    const redactedDelta = decodeDelta(bytesOf(content), jsonSerializer);
    const came = unseal(applyDelta(sealed(redacted(before, 'apiKey')), redactedDelta), jsonSerializer);
    expect(came).toEqual(redacted(after, 'apiKey'));
    expect(JSON.stringify(content)).not.toContain('secret');
  });
});

it('counts keys with their bytes, what takes them, and what nothing can look into', () => {
  const patterns = ['apiKey', 'nowhere'].map((text) => parseKeyPattern(text) as never);
  const tally = new KeyTally();
  const redactor = new Redactor(patterns, tally);
  redactor.content(
    ['data'],
    contentOf(jsonSerializer.encode({ apiKey: { inner: 'x' }, 'a.b': 'yy', bytes: new Uint8Array(30) })),
  );
  redactor.content(['other'], { base64: Buffer.alloc(9).toString('base64') });
  const { keys } = tally.list();
  const told = keys.map(({ key, count, redactedBy }) => [key, count, redactedBy]);
  expect(told.slice(0, 2).toSorted()).toEqual([
    ['data.apiKey', 1, 'apiKey'],
    ['data.apiKey.inner', 1, 'apiKey'],
  ]);
  expect(told).toContainEqual(['data.a\\.b', 1, null]);
  expect(parseKeyPattern('data.a\\.b')?.keys).toEqual(['data', 'a.b']);
  expect(tally.unseen).toEqual({ count: 2, bytes: 49 });
  expect(tally.unmatched(patterns)).toEqual(['nowhere']);
});
