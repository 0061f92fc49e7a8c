import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jsonSerializer, seal } from '@/engine';
import { decodeValue } from './stored-value';
import type { KnownValue, StoredValue } from './value-chain';
import { storeValue } from './value-chain';
import { withoutChain } from './version-state';

const CHECKPOINT = '1f1ea8a8-f603-6770-9166-0f84e9f607eb';
const version = (count: number) => `${String(count).padStart(8, '0')}.k3f9x2ab`;
const line = (count: number) => `line ${count} of a text that says the same again and again`;

function store(value: unknown, before?: KnownValue, count = 1): StoredValue {
  return storeValue(
    { channel: 'log', version: version(count), value, checkpointId: CHECKPOINT, input: () => null },
    before,
    jsonSerializer,
  );
}

describe('a value that is stored', () => {
  it('takes nothing when it came out as it was, and a delta when it grew', () => {
    const first = store([line(0)]);
    expect(first.row).toMatchObject({ chainId: version(1), sequence: 0, kind: 0 });
    const same = store([line(0)], first, 2);
    expect([same.row, same.state]).toEqual([null, { ...first.state, version: version(2) }]);
    const long = store([line(0), line(1), line(2), line(3)]);
    const grown = store([line(0), line(1), line(2), line(3), line(4)], long, 3);
    expect(grown.row).toMatchObject({ chainId: version(1), sequence: 1, kind: 1, version: version(3) });
    expect(grown.row?.value.length).toBeLessThan(line(4).length + 40);
    expect(grown.state.sizeBytes).toBe(grown.row?.value.length);
  });

  it('starts a chain of its own on another branch', () => {
    const list = Array.from({ length: 20 }, (_, count) => line(count));
    const first = store(list);
    const inherited = { ...first, state: withoutChain(first.state) };
    const grown = [...list, line(20)];
    expect(store(grown, first, 2).row).toMatchObject({ chainId: version(1), sequence: 1, kind: 1 });
    expect(store(grown, inherited, 2).row).toMatchObject({ chainId: version(2), sequence: 0, kind: 0 });
    expect(store(list, inherited, 2)).toMatchObject({ row: null, state: { place: inherited.state.place } });
  });

  it('starts a chain when it became another value, and when the value before is not at hand', () => {
    const first = store(Array.from({ length: 20 }, (_, count) => line(count)));
    expect(store({ another: line(0) }, first, 2).row).toMatchObject({ chainId: version(2), sequence: 0 });
    expect(store(Array.from({ length: 21 }, (_, count) => line(count))).row).toMatchObject({ sequence: 0 });
  });

  it('sits in the record when it is small', () => {
    expect(store(5).state.place).toEqual({ kind: 'inline', bytes: jsonSerializer.encode(5) });
    expect(store(5).row).toBeNull();
  });

  it('is deflated when it is large and that pays', () => {
    const large = Array.from({ length: 1_000 }, (_, count) => line(count));
    const deflated = store(large).row?.value as Uint8Array;
    expect(deflated.length).toBeLessThan(jsonSerializer.encode(large).length / 4);
    expect(isDeepStrictEqual(decodeValue(deflated, jsonSerializer), large)).toBe(true);
    const noise = randomBytes(20_000).toString('base64');
    expect(store(noise).row?.value.length).toBe(jsonSerializer.encode(noise).length);
  });

  it('tells versions of other engines apart by the checkpoint', () => {
    const put = { channel: 'log', version: 3, value: line(0), checkpointId: CHECKPOINT, input: () => null };
    expect(storeValue(put, undefined, jsonSerializer).row?.chainId).toBe(`3@${CHECKPOINT}`);
  });

  it('grows in bytes by what is added, however long it is', () => {
    let bytes = 0;
    let known: StoredValue | undefined;
    const list: string[] = [];
    for (let count = 0; count < 2_000; count++) {
      list.push(line(count));
      known = store(seal([...list], jsonSerializer), known, count + 1);
      bytes += known.row?.value.length ?? 0;
    }
    expect(bytes).toBeLessThan(4 * list.join('').length);
  });
});
