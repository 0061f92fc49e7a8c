import { describe, expect, it } from 'vitest';
import type { Channel } from '../channels/channel';
import { DeferredTrigger } from '../channels/deferred-trigger';
import { EphemeralValue } from '../channels/ephemeral-value';
import { branchChannel } from '../channels/names';
import type { Blueprint, NodePlan } from '../graph/blueprint';
import { applyWrites } from './apply';
import { restoreState } from './loop-state';
import { nextTasks } from './next-tasks';

const now = { name: 'now', path: ['__pregel_pull', 'now'], triggers: [branchChannel('now')] } as unknown as NodePlan;
const last = {
  name: 'last',
  path: ['__pregel_pull', 'last'],
  triggers: [branchChannel('last')],
} as unknown as NodePlan;

const blueprint = {
  nodes: new Map([now, last].map((node) => [node.name, node])),
  channels: new Map<string, Channel>([
    [branchChannel('now'), new EphemeralValue(false)],
    [branchChannel('last'), new DeferredTrigger()],
  ]),
  triggered: new Map([now, last].map((node) => [branchChannel(node.name), [node]])),
  deferred: [branchChannel('last')],
} as unknown as Blueprint;

describe('the next tasks', () => {
  it('leave a deferred node for when nothing else is left', () => {
    const state = restoreState(blueprint, undefined);
    const start = { node: { name: 'start' }, triggers: ['go'] };
    const both = applyWrites(state, [
      {
        ...start,
        writes: [
          [branchChannel('last'), null],
          [branchChannel('now'), null],
        ],
      },
    ]);
    const first = nextTasks(blueprint, state, both);
    expect(first.map(({ node }) => node.name)).toEqual(['now']);
    const second = nextTasks(blueprint, state, applyWrites(state, first));
    expect(second.map(({ node }) => node.name)).toEqual(['last']);
    expect(nextTasks(blueprint, state, applyWrites(state, second))).toEqual([]);
  });
});
