import { expect, it } from 'vitest';
import { readStepOutline } from './step-outline';
import { packStepRecord } from './step-record';
import { asBuffer } from './stored-id';

type Sizes = [channel: string, bytes: number][];

/** What an outline says of a step that changed such channels, and inherited `kept`. */
function changedOf(sizes: Sizes, kept: Sizes = []) {
  const record = packStepRecord({
    v: 4,
    ts: null,
    tasks: [],
    changedCount: sizes.length,
    change: {
      isFull: kept.length > 0,
      channels: [...sizes, ...kept].map(([name, sizeBytes]) => [
        name,
        { version: '0000000a.k3f9x2ab', sizeBytes, place: { kind: 'empty' } },
      ]),
      seen: {},
    },
    writes: null,
  });
  return readStepOutline(asBuffer(record), 0, record.length).changed;
}

it('tells of each step what it changed itself, whatever the step before it did', () => {
  const steps: [Sizes, Sizes?][] = [
    [[['a', 3]]],
    [[['a', 3]], [['b', 1]]],
    [[['a', 4]]],
    [
      [
        ['a', 4],
        ['b', 1],
      ],
    ],
    [[['a', 4]]],
    [[['b', 4]]],
    [[]],
    [
      [
        ['branch:to:a', 0],
        ['b', 4],
      ],
    ],
  ];
  for (const [sizes, kept] of steps) {
    const own = sizes.filter(([channel]) => !channel.startsWith('branch:'));
    expect(changedOf(sizes, kept)).toEqual(own.map(([channel, bytes]) => ({ channel, bytes })));
  }
});

it('hands out one list for steps alike, that nobody can change', () => {
  const changed = changedOf([['a', 3]]);
  expect(changedOf([['a', 3]])).toBe(changed);
  expect(() => changed.push({ channel: 'b', bytes: 1 })).toThrow(TypeError);
  expect(() => Object.assign(changed[0] as object, { bytes: 9 })).toThrow(TypeError);
});
