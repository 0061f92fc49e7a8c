import { describe, expect, it } from 'vitest';
import { newChain } from '@/engine';
import type { KnownInput, ValueReference } from './value-reference';
import { packReference, referenceTo, referredPart, unpackReference } from './value-reference';

const long = (mark: string) => `${mark}: a text that is long enough to be stored once, and not again. `.repeat(20);

function inputOf(sealed: unknown): () => KnownInput {
  const place = { kind: 'row', chainId: '00000001.k3f9x2ab', sequence: 2, weight: newChain(4_000) } as const;
  return () => ({ state: { version: '00000001.k3f9x2ab', sizeBytes: 4_000, place }, sealed });
}

describe('a reference to the input', () => {
  it('is made for the value that the input has under the channel’s name', () => {
    const sealed = { text: long('a'), list: [long('b')] };
    const reference = referenceTo(inputOf(sealed), 'list', sealed.list);
    expect(reference).toEqual({ channel: '__start__', chainId: '00000001.k3f9x2ab', sequence: 2, key: 'list' });
    expect(referenceTo(inputOf(sealed), 'text', sealed.text)).toMatchObject({ key: 'text' });
  });

  it('is made for an equal value that a reducer made anew, not for one that differs', () => {
    const sealed = { text: long('a'), list: [long('b')] };
    expect(referenceTo(inputOf(sealed), 'text', `${sealed.text}!`)).toBeNull();
    expect(referenceTo(inputOf(sealed), 'text', sealed.list)).toBeNull();
    expect(referenceTo(inputOf(sealed), 'list', [...sealed.list, long('c')])).toBeNull();
    expect(referenceTo(inputOf(sealed), 'list', [...sealed.list])).toMatchObject({ key: 'list' });
  });

  it('is not made for a small value, without an input, nor for a channel that the input does not name', () => {
    const sealed = { text: 'short', list: [long('b')] };
    expect(referenceTo(inputOf(sealed), 'text', sealed.text)).toBeNull();
    expect(referenceTo(() => null, 'list', sealed.list)).toBeNull();
    expect(referenceTo(inputOf(sealed), 'other', sealed.list)).toBeNull();
    expect(referenceTo(inputOf(long('c')), 'length', 0)).toBeNull();
  });

  it('leads back to the value after it was stored', () => {
    const sealed = { 'a "list"': [long('b')] };
    const reference = referenceTo(inputOf(sealed), 'a "list"', sealed['a "list"']) as ValueReference;
    expect(unpackReference(packReference(reference))).toEqual(reference);
    expect(referredPart(reference, sealed)).toBe(sealed['a "list"']);
  });
});
