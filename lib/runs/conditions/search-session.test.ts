import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSearchPool } from './search-pool';
import { openSearchSession, type SearchSession, type WireState } from './search-session';

const open = new Set<SearchSession>();
const opened = (session = openSearchSession()) => {
  open.add(session);
  return session;
};
afterEach(() => {
  for (const session of open) session.close();
  open.clear();
});

const valuesOf = async (session: SearchSession, states: Parameters<SearchSession['look']>[0]) =>
  (await session.look(states)).map((verdict) => (verdict.kind === 'value' ? verdict.holds : verdict.message));

describe('the keys that an expression sees', () => {
  const session = openSearchSession();
  afterAll(() => session.close());
  const of = async (expression: string) => {
    const answer = await session.open(expression);
    return answer.kind === 'open' ? answer.sees : answer;
  };

  it('are all names in it, and everything where that is not sure', async () => {
    for (const [expression, keys] of [
      ['count > 3', ['count']],
      ['$count(items[kind = "b"]) = 2 and text = "x"', ['items', 'kind', 'text']],
      ['tags[$ = "x"]', ['tags']],
      ['$.a.b', ['a', 'b']],
      ['items.($$.limit < price)', ['items', 'limit', 'price']],
      ['items^(>price)[0].name', ['items', 'price', 'name']],
      ['items{kind: $sum(price)}', ['items', 'kind', 'price']],
      ['$map(items, function($v){ $v.a > limit })', ['items', 'a', 'limit']],
      ['messages[content ~> /x/i]', ['messages', 'content']],
      ['name ~> $uppercase() = "X"', ['name']],
      ['($s := a; $s.b > 2)', ['a', 'b']],
      ['`my key` = 2', ['my key']],
      ['a ?: b', ['a', 'b']],
    ] as const) {
      expect(await of(expression), expression).toEqual(keys);
    }
    for (const expression of [
      '$',
      '$$',
      '*',
      'a.**',
      '$keys()',
      '$contains("x")',
      '$substring(2, 3)',
      '($s := $; $s.a)',
      'items.%.a',
      'items#$i[$i = 2]',
      'items@$x.y',
      '$ ~> |$|{"x": 1}|',
      '$eval("b")',
      '$f(a)',
      '($count := $keys; $f := $keys; $f())',
      '$map(a, $string)',
      '$millis() > a',
      '$random()',
      'a[$$ = b]',
    ]) {
      expect(await of(expression), expression).toBeNull();
    }
  });

  it('are asked of JSONata alone', async () => {
    expect(await of('count >')).toMatchObject({ kind: 'malformed', position: 7 });
  });
});

describe('a search session', () => {
  it('tells of each state whether the expression holds, or why that cannot be found out', async () => {
    const session = opened();
    await session.open('count > 2');
    const items = [{ a: 1 }];
    const states: WireState[] = [
      { count: 1, items },
      { count: 3, items },
      { items },
      { count: 'x', items },
      { count: 4 },
    ];
    const verdicts = await valuesOf(session, states);
    expect(verdicts).toEqual([false, true, false, expect.stringContaining('same data type'), true]);
  });

  it('knows keys that come, go and come again, in their order', async () => {
    const session = opened();
    await session.open('$join($keys($), " ") & $string(a) = "a b1"');
    const states: WireState[] = [{ a: 1 }, { a: 1, b: 2 }, { b: 2 }, { a: 1, b: 3 }, { b: 3, a: 1 }];
    expect(await valuesOf(session, states)).toEqual([false, true, false, true, false]);
  });

  it('gives nothing of one state to the next', async () => {
    const session = opened();
    await session.open('($clone := function($x){$x}; ($ ~> |part|{"seen": $exists(seen) ? 2 : 1}|).part.seen = 2)');
    const same = { part: { x: 1 } };
    expect(await valuesOf(session, [same, same, same])).toEqual([false, false, false]);
  });

  it('names the state that took too long, and goes on with the next', async () => {
    const session = opened(openSearchSession({ limits: { deadlineMs: 400, memoryMb: 64 } }));
    await session.open('bad ? ($f := function($x){ $f($x) }; $f(1)) : good');
    const states: WireState[] = [{ good: 1 }, { good: 0 }, { bad: 1 }, { bad: 0, good: 1 }];
    expect(await session.look(states, 3)).toEqual([
      { kind: 'value', holds: true },
      { kind: 'value', holds: false },
      { kind: 'costly', message: 'It took longer than 400 ms and was ended.' },
      { kind: 'value', holds: true },
    ]);
  }, 30_000);

  it('loses patience', async () => {
    const session = opened(openSearchSession({ limits: { deadlineMs: 300, memoryMb: 64 } }));
    await session.open('($f := function($x){ $f($x) }; $f(n))');
    expect(await session.look([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }], 2)).toHaveLength(2);
  }, 30_000);

  it('outlives what needs too much memory', async () => {
    const session = opened(openSearchSession({ limits: { deadlineMs: 30_000, memoryMb: 32 } }));
    await session.open('bad ? $reverse([1..9999999]) : 1');
    expect(await session.look([{ bad: 1 }, { bad: 0 }])).toMatchObject([
      { kind: 'costly', message: expect.stringContaining('more than 32 MB') },
    ]);
    expect(await valuesOf(session, [{ bad: 0 }])).toEqual([true]);
  }, 60_000);

  it('ends in the middle of an evaluation when it is closed', async () => {
    // Left alone, the evaluation would outlast the test.
    const session = opened(openSearchSession({ limits: { deadlineMs: 60_000, memoryMb: 64 } }));
    await session.open('($f := function($x){ $f($x) }; $f(1))');
    setTimeout(() => session.close(), 50);
    expect(await session.look([{}, {}])).toEqual([]);
    expect(await session.look([{}])).toEqual([]);
  });
});

describe('the pool', () => {
  it('lets three search at once, and the others wait; one that waits may leave', async () => {
    const pool = createSearchPool();
    const { signal } = new AbortController();
    const [first] = await Promise.all([1, 2, 3].map(() => pool.open(signal)));
    const leaving = new AbortController();
    const left = pool.open(leaving.signal);
    const fourth = pool.open(signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    let hasCome = false;
    void fourth.then(() => {
      hasCome = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(hasCome).toBe(false);
    first?.close();
    expect((await (await fourth).open('1')).kind).toBe('open');
    pool.close();
  });
});
