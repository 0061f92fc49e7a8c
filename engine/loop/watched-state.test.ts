import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { adopt, isOwnedPlain } from '../channels/isolation';
import { readsOf, watchReads } from './watched-state';

type State = Record<string, unknown>;
const watched = (): State => watchReads({ count: 1, list: ['a'], text: 'x' }) as State;

describe('a state whose reads are watched', () => {
  it.each<[string, (state: State) => unknown, string[]]>([
    ['a look at some keys, in their order', (state) => [state.text, state.count, state.text], ['text', 'count']],
    ['taking it apart', ({ list }) => list, ['list']],
    ['spreading it', (state) => ({ ...state }), ['count', 'list', 'text']],
    ['cloning it', (state) => structuredClone(state), ['count', 'list', 'text']],
    ['writing it as JSON', (state) => JSON.stringify(state), ['count', 'list', 'text']],
    ['reading through an object made on it', (state) => Object.create(state).count, ['count']],
    ['asking for its keys', (state) => ['count' in state, Object.keys(state), Object.hasOwn(state, 'list')], []],
    ['a look at a key that is not there', (state) => state.other, []],
    ['a look at what was put in the place of a key', (state) => Object.assign(state, { count: 5 }).count, []],
    ['printing it', (state) => inspect(state), []],
  ])('knows of %s', (_, read, reads) => {
    const state = watched();
    read(state);
    expect(readsOf(state)).toEqual(reads);
  });

  it('looks like the plain record that it stands for', () => {
    const state = watched();
    const plain = { count: 1, list: ['a'], text: 'x' };
    expect(Object.keys(state)).toEqual(Object.keys(plain));
    expect(Object.getPrototypeOf(state)).toBe(Object.prototype);
    expect(state).toEqual(plain);
    expect(structuredClone(state)).toEqual(plain);
    expect({ ...state }).toEqual(plain);
    expect(inspect(state)).toBe(inspect(plain));
    expect(state.list).toBe(state.list);
  });

  it('is the router’s own to change', () => {
    const state = watched();
    state.count = 5;
    delete state.text;
    state.more = true;
    (state.list as string[]).push('b');
    expect({ ...state }).toEqual({ count: 5, list: ['a', 'b'], more: true });
    expect(inspect(state)).toBe("{ count: 5, list: [ 'a', 'b' ], more: true }");
    expect(Object.isFrozen(Object.freeze(watched()))).toBe(true);
  });

  it('gives a value of its own for a key when that is read, and no second one', () => {
    const asked: string[] = [];
    const state = watchReads({ list: ['a'], other: [] }, (key, value) => {
      asked.push(key);
      return [...(value as string[])];
    }) as State;
    expect(asked).toEqual([]);
    (state.list as string[]).push('b');
    expect(state.list).toEqual(['a', 'b']);
    expect(asked).toEqual(['list']);
  });

  it('is a plain value to a channel or a Send', () => {
    const kept = adopt(watched());
    expect(isOwnedPlain(kept)).toBe(true);
    expect(kept).toEqual({ count: 1, list: ['a'], text: 'x' });
  });

  it('is told from one that nobody watches', () => {
    expect(readsOf({ count: 1 })).toEqual([]);
  });
});
