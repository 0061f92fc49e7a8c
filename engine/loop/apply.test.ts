import { describe, expect, it } from 'vitest';
import { BinaryOperatorAggregate } from '../channels/binary-operator';
import type { Channel } from '../channels/channel';
import { EphemeralValue } from '../channels/ephemeral-value';
import { LastValue } from '../channels/last-value';
import { NamedBarrier } from '../channels/named-barrier';
import type { PendingWrite } from '../checkpoint/checkpoint';
import type { Blueprint } from '../graph/blueprint';
import { applyWrites } from './apply';
import type { LoopState } from './loop-state';
import { restoreState } from './loop-state';

function stateOf(channels: Record<string, Channel>): LoopState {
  return restoreState({ channels: new Map(Object.entries(channels)) } as unknown as Blueprint, undefined);
}

const list = () => new BinaryOperatorAggregate<string[]>((kept, more) => [...kept, ...more]);

function task(name: string, triggers: string[], writes: PendingWrite[]) {
  return { node: { name }, triggers, writes };
}

const read = (state: LoopState, channel: string) => state.channels.get(channel)?.read();
const isAvailable = (state: LoopState, channel: string) => state.channels.get(channel)?.isAvailable;

describe('applying a step', () => {
  it('takes writes in the order of the tasks, each channel all of its own at once', () => {
    const state = stateOf({ log: list(), n: new LastValue() });
    const changed = applyWrites(state, [
      task('a', ['go'], [['log', ['a']]]),
      task(
        'b',
        ['go'],
        [
          ['n', 1],
          ['log', ['b']],
        ],
      ),
    ]);
    expect(changed).toEqual(['log', 'n']);
    expect(read(state, 'log')).toEqual(['a', 'b']);
  });

  it('leaves a channel that nobody wrote as it was, with its version', () => {
    const state = stateOf({ log: list(), n: new LastValue() });
    applyWrites(state, [task('a', ['go'], [['n', 1]])]);
    const { n } = state.versions;
    applyWrites(state, [task('b', ['go'], [['log', ['b']]])]);
    expect(read(state, 'n')).toBe(1);
    expect(state.versions.n).toBe(n);
    expect(state.versions.log).not.toBe(n);
  });

  it('empties what was visible for this step only, unless it was written again', () => {
    const state = stateOf({ once: new EphemeralValue(), again: new EphemeralValue() });
    const both: PendingWrite[] = [
      ['once', 1],
      ['again', 1],
    ];
    applyWrites(state, [task('a', ['go'], both)]);
    expect(applyWrites(state, [task('b', ['go'], [['again', 2]])])).toEqual(['again', 'once']);
    expect(isAvailable(state, 'once')).toBe(false);
    expect(read(state, 'again')).toBe(2);
  });

  it('empties nothing for writes that belong to no task', () => {
    const state = stateOf({ once: new EphemeralValue(), n: new LastValue() });
    applyWrites(state, [task('a', ['go'], [['once', 1]])]);
    expect(applyWrites(state, [task('__input__', [], [['n', 1]])])).toEqual(['n']);
    expect(read(state, 'once')).toBe(1);
    expect(applyWrites(state, [task('b', ['go'], [['n', 2]])])).toEqual(['n', 'once']);
    expect(isAvailable(state, 'once')).toBe(false);
  });

  it('consumes a barrier that made a task run', () => {
    const state = stateOf({ join: new NamedBarrier(['a', 'b']) });
    applyWrites(state, [task('a', ['go'], [['join', 'a']]), task('b', ['go'], [['join', 'b']])]);
    expect(isAvailable(state, 'join')).toBe(true);
    expect(applyWrites(state, [task('c', ['join'], [])])).toEqual(['join']);
    expect(isAvailable(state, 'join')).toBe(false);
  });

  it('remembers what a node has seen: the versions from before the step, whatever its siblings change', () => {
    const state = stateOf({ join: new NamedBarrier(['a']) });
    applyWrites(state, [task('a', ['go'], [['join', 'a']])]);
    const before = state.versions.join;
    applyWrites(state, [task('c', ['join'], []), task('d', ['join'], [])]);
    expect(state.seen).toMatchObject({ c: { join: before }, d: { join: before } });
    expect(state.versions.join).not.toBe(before);
  });

  it('gives all that one step changes one version, and the next step a greater one', () => {
    const state = stateOf({ log: list(), n: new LastValue() });
    const step: PendingWrite[] = [
      ['log', ['x']],
      ['n', 1],
    ];
    applyWrites(state, [task('a', ['go'], step)]);
    const { log, n } = state.versions;
    applyWrites(state, [task('a', ['go'], step)]);
    expect(n).toBe(log);
    expect(String(state.versions.n) > String(n)).toBe(true);
  });

  it('keeps no versions for a run that nobody records', () => {
    const state = stateOf({ n: new LastValue() });
    state.suffix = null;
    expect(applyWrites(state, [task('a', ['go'], [['n', 1]])])).toEqual(['n']);
    expect(state).toMatchObject({ versions: {}, seen: {}, lastVersion: undefined });
  });

  it('passes over writes to channels that the graph does not have', () => {
    const state = stateOf({ n: new LastValue() });
    expect(applyWrites(state, [task('a', ['go'], [['__no_writes__', null]])])).toEqual([]);
  });
});
