import { describe, expect, it } from 'vitest';
import type { EmbeddingModel } from '../index';
import { AsyncBatchedStore, EngineError, InMemoryStore, InvalidNamespaceError } from '../index';

/** Counts letters: texts with the same letters are near. */
function letterModel(): EmbeddingModel & { embedded: string[] } {
  const embedded: string[] = [];
  const vectorOf = (text: string) => ['a', 'b', 'c'].map((letter) => text.split(letter).length - 1);
  return {
    embedded,
    embedQuery: async (text) => vectorOf(text),
    embedDocuments: async (texts) => {
      embedded.push(...texts);
      return texts.map(vectorOf);
    },
  };
}

const keysOf = (items: readonly { key: string }[]) => items.map(({ key }) => key);

describe('a store in memory', () => {
  it('gives back what was put, with its place and times; null for nothing', async () => {
    const store = new InMemoryStore();
    await store.put(['users', '1'], 'prefs', { theme: 'dark' });
    const item = await store.get(['users', '1'], 'prefs');
    expect(item).toEqual({
      namespace: ['users', '1'],
      key: 'prefs',
      value: { theme: 'dark' },
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    await store.put(['users', '1'], 'prefs', { theme: 'light' });
    const again = await store.get(['users', '1'], 'prefs');
    expect(again?.value).toEqual({ theme: 'light' });
    expect(again?.createdAt).toEqual(item?.createdAt);
    await store.delete(['users', '1'], 'prefs');
    expect(await store.get(['users', '1'], 'prefs')).toBeNull();
  });

  it('what is put and what is got are copies of their own', async () => {
    const store = new InMemoryStore();
    const value = { tags: ['a'], at: new Date(0), seen: new Map([['x', { n: 1 }]]) };
    const namespace = ['docs'];
    await store.put(namespace, 'k', value);
    value.tags.push('b');
    value.at.setTime(5);
    namespace.push('elsewhere');
    const first = await store.get(['docs'], 'k');
    first?.value.tags.push('c');
    first?.value.seen.clear();
    first?.namespace.push('x');
    const second = await store.get(['docs'], 'k');
    expect(second?.value).toEqual({ tags: ['a'], at: new Date(0), seen: new Map([['x', { n: 1 }]]) });
    expect(second?.namespace).toEqual(['docs']);
    expect(await store.search(['docs'])).toHaveLength(1);
  });

  it('a search finds what lies in the namespace and below it, never in one that only begins alike', async () => {
    const store = new InMemoryStore();
    await store.put(['a'], 'one', { n: 1 });
    await store.put(['a', 'b'], 'two', { n: 2 });
    await store.put(['ab'], 'three', { n: 3 });
    expect(keysOf(await store.search(['a']))).toEqual(['one', 'two']);
    expect(keysOf(await store.search([]))).toEqual(['one', 'two', 'three']);
    expect(keysOf(await store.search([], { limit: 1, offset: 1 }))).toEqual(['two']);
  });

  it.each([
    [{ kind: 'x' }, ['a', 'b']],
    [{ n: { $gt: 1 } }, ['b', 'c']],
    [{ n: { $gte: 1, $lt: 3 } }, ['a', 'b']],
    [{ n: { $lte: 1 } }, ['a']],
    [{ n: { $eq: 2 } }, ['b']],
    [{ kind: { $ne: 'x' } }, ['c']],
    [{ day: { $gte: '2024-06-01' } }, ['b', 'c']],
    [{ size: { w: 1 } }, ['a']],
    [{ n: { $in: [1, 3] } }, ['a', 'c']],
    [{ n: { $nin: [1, 3] } }, ['b']],
    [{ missing: { $lt: 9 } }, []],
    [{ n: 1, kind: 'y' }, []],
  ])('the filter %j finds %j', async (filter, found) => {
    const store = new InMemoryStore();
    await store.put(['d'], 'a', { n: 1, kind: 'x', day: '2024-05-01', size: { w: 1 } });
    await store.put(['d'], 'b', { n: 2, kind: 'x', day: '2024-06-01', size: { w: 2 } });
    await store.put(['d'], 'c', { n: 3, kind: 'y', day: '2024-07-01', size: [1] });
    expect(keysOf(await store.search(['d'], { filter }))).toEqual(found);
  });

  it('an unknown filter operator is an error, not an empty result', async () => {
    const store = new InMemoryStore();
    await store.put(['d'], 'a', { n: 1 });
    await expect(store.search(['d'], { filter: { n: { $regex: '.' } } })).rejects.toThrow(/\$regex.*\$eq/);
  });

  it('lists namespaces that hold items, cut to a depth, by prefix and suffix with wildcards', async () => {
    const store = new InMemoryStore();
    for (const namespace of [
      ['a', 'x', 'v1'],
      ['a', 'y', 'v1'],
      ['a', 'y', 'v2'],
      ['b', 'x', 'v1'],
    ]) {
      await store.put(namespace, 'k', {});
    }
    expect(await store.listNamespaces({ prefix: ['a', '*', 'v1'] })).toEqual([
      ['a', 'x', 'v1'],
      ['a', 'y', 'v1'],
    ]);
    expect(await store.listNamespaces({ suffix: ['x', '*'] })).toEqual([
      ['a', 'x', 'v1'],
      ['b', 'x', 'v1'],
    ]);
    expect(await store.listNamespaces({ maxDepth: 2, prefix: ['a'] })).toEqual([
      ['a', 'x'],
      ['a', 'y'],
    ]);
    expect(await store.listNamespaces({ limit: 1, offset: 1 })).toEqual([['a', 'y', 'v1']]);
    expect(await store.listNamespaces({ prefix: ['a', 'x', 'v1', 'deeper'] })).toEqual([]);
    await store.delete(['b', 'x', 'v1'], 'k');
    expect(await store.listNamespaces({ prefix: ['b'] })).toEqual([]);
  });

  it('a batch answers in order; its reads see the store before its puts, of which the last one to a key wins', async () => {
    const store = new InMemoryStore();
    await store.put(['d'], 'a', { n: 0 });
    const [got, , , found, listed] = await store.batch([
      { namespace: ['d'], key: 'a' },
      { namespace: ['d'], key: 'a', value: { n: 1 } },
      { namespace: ['d'], key: 'a', value: { n: 2 } },
      { namespacePrefix: ['d'] },
      { limit: 10, offset: 0 },
    ]);
    expect(got?.value).toEqual({ n: 0 });
    expect(found?.map(({ value }) => value)).toEqual([{ n: 0 }]);
    expect(listed).toEqual([['d']]);
    expect((await store.get(['d'], 'a'))?.value).toEqual({ n: 2 });
  });

  it.each([[[]], [['']], [['a.b']], [['a:b']], [['a\0b']], [['langgraph', 'x']]])(
    'the namespace %j can not be put to',
    async (namespace) => {
      await expect(new InMemoryStore().put(namespace, 'k', {})).rejects.toThrow(InvalidNamespaceError);
    },
  );
});

describe('a vector index', () => {
  it('ranks by cosine similarity, best text of an item first, items without one last', async () => {
    const store = new InMemoryStore({ index: { dims: 3, embeddings: letterModel(), fields: ['texts[*]'] } });
    await store.put(['d'], 'plain', { n: 1 });
    await store.put(['d'], 'b', { texts: ['bbb', 'ab'] });
    await store.put(['d'], 'a', { texts: ['c', 'aaa'] });
    const found = await store.search(['d'], { query: 'a' });
    expect(keysOf(found)).toEqual(['a', 'b', 'plain']);
    expect(found.map(({ score }) => score)).toEqual([1, expect.closeTo(Math.SQRT1_2, 3), undefined]);
    expect(keysOf(await store.search(['d'], { query: 'a', limit: 1, offset: 1 }))).toEqual(['b']);
  });

  it('a new value, one put without an index and a deleted one leave no old vectors behind', async () => {
    const store = new InMemoryStore({ index: { dims: 3, embeddings: letterModel() } });
    await store.put(['d'], 'x', { text: 'aaa' });
    await store.put(['d'], 'y', { text: 'b' });
    await store.put(['d'], 'x', { text: 'ccc' });
    expect(keysOf(await store.search(['d'], { query: 'b' }))[0]).toBe('y');
    await store.put(['d'], 'y', { text: 'b' }, false);
    expect((await store.search(['d'], { query: 'b' })).map(({ score }) => score === undefined)).toEqual([false, true]);
  });

  it('a put may name the texts to index itself', async () => {
    const embeddings = letterModel();
    const store = new InMemoryStore({ index: { dims: 3, embeddings } });
    await store.put(['d'], 'x', { meta: { title: 'aa' }, list: [{ t: 'b' }, { t: 'c' }] }, [
      'meta.title',
      'list[-1].t',
      '{meta.title,none}',
    ]);
    expect(embeddings.embedded).toEqual(['aa', 'c']);
  });

  it('puts take effect in the order of their calls, however long their embeddings take', async () => {
    const slow: ((vectors: number[][]) => void)[] = [];
    const embeddings: EmbeddingModel = {
      embedQuery: async () => [1],
      embedDocuments: () => new Promise((resolve) => slow.push(resolve)),
    };
    const store = new InMemoryStore({ index: { dims: 1, embeddings } });
    const first = store.put(['d'], 'x', { n: 1 });
    const second = store.put(['d'], 'x', { n: 2 });
    await Promise.resolve();
    slow[1]?.([[1]]);
    slow[0]?.([[1]]);
    await Promise.all([first, second]);
    expect((await store.get(['d'], 'x'))?.value).toEqual({ n: 2 });
  });

  it('a failed embedding stores nothing and does not hold up the next put', async () => {
    const model = letterModel();
    const broken = { ...model, embedDocuments: async () => Promise.reject(new Error('no model')) };
    const embeddings: EmbeddingModel = { ...broken };
    const store = new InMemoryStore({ index: { dims: 3, embeddings } });
    await expect(store.put(['d'], 'x', { n: 1 })).rejects.toThrow('no model');
    expect(await store.get(['d'], 'x')).toBeNull();
    embeddings.embedDocuments = model.embedDocuments;
    await store.put(['d'], 'x', { n: 2 });
    expect((await store.get(['d'], 'x'))?.value).toEqual({ n: 2 });
  });

  it('vectors of another length than promised are refused with the way out', async () => {
    const store = new InMemoryStore({ index: { dims: 4, embeddings: letterModel() } });
    await expect(store.put(['d'], 'x', { n: 1 })).rejects.toThrow(EngineError);
    await expect(store.put(['d'], 'x', { n: 1 })).rejects.toThrow(/4 numbers.*gave 3/);
  });
});

describe('a batched store', () => {
  it('sends what is asked at once as one batch, and gives everyone his own answer', async () => {
    const sizes: number[] = [];
    class Counted extends InMemoryStore {
      override batch: InMemoryStore['batch'] = (operations) => {
        sizes.push(operations.length);
        return super.batch(operations);
      };
    }
    const store = new AsyncBatchedStore(new Counted());
    await Promise.all([store.put(['d'], 'a', { n: 1 }), store.put(['d'], 'b', { n: 2 })]);
    const [a, found] = await Promise.all([store.get(['d'], 'a'), store.search(['d'])]);
    expect(a?.value).toEqual({ n: 1 });
    expect(keysOf(found)).toEqual(['a', 'b']);
    expect(sizes).toEqual([2, 2]);
  });
});
