import { expect, it } from 'vitest';
import { laterState } from './later-state';
import type { ChannelState, VersionChange, VersionState } from './version-state';
import { withChange, withChanges } from './version-state';

const STEPS = 20;
const NODES = ['a', 'b', '__proto__', 'c', 'd'];

function channelState(step: number): ChannelState {
  return { version: step, sizeBytes: step, place: { kind: 'empty' } };
}

/** The first change is full; each other one is of two channels and a node, some of which come again. */
function changeAt(step: number): VersionChange {
  const names = [`c${step % 3}`, `d${step % 7}`];
  return {
    isFull: step === 0,
    channels: names.map((name) => [name, channelState(step)]),
    seen: JSON.parse(`{"${NODES[step % NODES.length]}":{"c${step % 3}":${step}}}`),
  };
}

function partsOf({ baseId, distance, channels, seen }: VersionState) {
  return { baseId, distance, channels: [...channels], seen: Object.entries(seen) };
}

/** States after each step, one made from the other. */
function statesBy(make: typeof withChange): VersionState[] {
  const states: VersionState[] = [];
  for (let step = 0; step < STEPS; step++)
    states.push(make(states.at(-1) ?? null, changeAt(step), `checkpoint ${step}`));
  return states;
}

it('is what the change makes of the state before, in whatever order states are asked for', () => {
  const expected = statesBy(withChange).map(partsOf);
  expect(statesBy(laterState).map(partsOf)).toEqual(expected);
  expect(statesBy(laterState).toReversed().map(partsOf).toReversed()).toEqual(expected);
  const states = statesBy(laterState);
  for (const at of [7, 3, 12, 12, STEPS - 1, 0]) expect(partsOf(states[at] as VersionState)).toEqual(expected[at]);
});

it('does not change the state before, nor those made from it', () => {
  const [first] = statesBy(laterState) as [VersionState];
  const before = partsOf(first);
  const left = laterState(first, changeAt(1), 'left');
  const right = laterState(first, changeAt(2), 'right');
  expect(left.channels.get('c1')).toEqual(channelState(1));
  expect(right.channels.has('c1')).toBe(false);
  expect(partsOf(first)).toEqual(before);
});

it('keeps a node of any name', () => {
  expect(Object.keys(statesBy(laterState).at(-1)?.seen ?? {}).toSorted()).toEqual(NODES.toSorted());
});

it('is the same after several records at once, from whichever one is full', () => {
  const changes = Array.from({ length: STEPS }, (_, step) => ({
    change: { ...changeAt(step), isFull: step === 0 || step === 9 },
    checkpointId: `checkpoint ${step}`,
  }));
  let expected: VersionState | null = null;
  for (const [at, { change, checkpointId }] of changes.entries()) {
    expected = withChange(expected, change, checkpointId);
    expect(partsOf(withChanges(null, changes.slice(0, at + 1)))).toEqual(partsOf(expected));
    if (at > 4) {
      const before = withChanges(null, changes.slice(0, 3));
      expect(partsOf(withChanges(before, changes.slice(3, at + 1)))).toEqual(partsOf(expected));
    }
  }
});
