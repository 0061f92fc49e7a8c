import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Overwrite, Send } from '@/engine';
import { message, stored } from '@/engine/testing';
import { layOut } from './lay-out';
import { codeOf, type UsedNames } from './value-code';

const noNames = (): UsedNames => ({ engine: new Set(), testing: new Set() });

function written(value: unknown, used = noNames(), knownIds?: ReadonlySet<string>): string {
  const code = codeOf(value, { used, ...(knownIds && { knownIds }) });
  return layOut(code, { column: 14, indent: 0, after: 1 });
}

/** What a program has that holds the code. */
function evaluated(code: string): unknown {
  const make = new Function('Overwrite', 'Send', 'message', 'stored', 'expect', `return (${code});`);
  return make(Overwrite, Send, message, stored, expect);
}

const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  maxDepth: 4,
});

describe('the code of a value', () => {
  it('gives the value again', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(evaluated(written(value))).toEqual(value);
      }),
    );
  });

  it('gives texts again, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(evaluated(written({ [text]: text }))).toEqual({ [text]: text });
      }),
    );
  });

  it.each([
    [new Send('work', { item: 1 }), "new Send('work', { item: 1 })"],
    [new Overwrite(['a']), "new Overwrite(['a'])"],
    [message('AIMessage', { type: 'ai', content: 'Hi' }), "message('AIMessage', { type: 'ai', content: 'Hi' })"],
    [new Date('2026-01-02T03:04:05Z'), "new Date('2026-01-02T03:04:05.000Z')"],
    [new Set(), 'new Set()'],
    [[Number.NaN, -0, 7n, undefined], '[Number.NaN, -0, 7n, undefined]'],
    [new TypeError('no'), null],
    [/a+/g, null],
    [new URL('https://a.b/c'), "new URL('https://a.b/c')"],
    ["it's", '"it\'s"'],
    [{ 'a-b': 1, c: { __proto__x: 2 } }, "{ 'a-b': 1, c: { __proto__x: 2 } }"],
  ])('is short: %s', (value, code) => {
    const text = written(value);
    if (code !== null) expect(text).toBe(code);
    else expect(text).toMatch(/^stored\(/);
    expect(evaluated(text)).toEqual(value);
  });

  it('says which names it needs', () => {
    const used = noNames();
    written([new Send('a', {}), new Overwrite(1), message('HumanMessage', { type: 'human' }), /a/], used);
    expect([[...used.engine], [...used.testing]]).toEqual([
      ['Send', 'Overwrite'],
      ['message', 'stored'],
    ]);
  });

  it('leaves open ids of messages that a run makes', () => {
    const [known, made] = [
      { type: 'human', content: 'Hi', id: 'a' },
      { type: 'ai', content: 'Hello', id: 'b' },
    ];
    const ids = new Set(['a']);
    expect(written(known, noNames(), ids)).toBe("{ type: 'human', content: 'Hi', id: 'a' }");
    expect(written(made, noNames(), ids)).toBe("{ type: 'ai', content: 'Hello', id: expect.any(String) }");
    expect(written({ id: 'b' }, noNames(), ids)).toBe("{ id: 'b' }");
  });

  it('is laid out as the formatter lays it out', () => {
    const long = 'word '.repeat(30).trim();
    const samples = [
      {
        a: long,
        key: long,
        four: long,
        fives: long,
        longer: long,
        'other-key': { text: long, list: [long, 'b'], pair: ['a', long] },
      },
      Array.from({ length: 80 }, (_, index) => index * 1000),
      [[1, 2], [3]],
      [
        [1, 2],
        [3, 4],
      ],
      [{ a: 1 }, { b: 2 }],
      [
        { a: 1, b: 2 },
        { c: 3, d: [] },
      ],
      new Map<unknown, unknown>([
        ['a', { long, more: [1, 2, 3] }],
        ['b', new Set([long, long.toUpperCase()])],
      ]),
      new Overwrite([message('AIMessage', { type: 'ai', content: long, tool_calls: [] })]),
      new Send('work', { long, item: { long } }),
      { deep: { deeper: { deepest: [{ list: [{ text: long.slice(0, 90), more: true }] }] } } },
      [long, [], {}, null],
      { numbers: [-1, 2.5, 1e21, 1e-7] },
    ];
    const file = samples
      .map((sample, index) =>
        `const value${String(index).padStart(2)} = ${written(sample)};\n`.replace('value ', 'value0'),
      )
      .join('');
    const biome = join('node_modules', '@biomejs/biome/bin/biome');
    const formatted = execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=lib/x.ts'], {
      input: file,
      encoding: 'utf8',
    });
    expect(formatted).toBe(file);
  });
});
