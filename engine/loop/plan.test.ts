import { describe, expect, it } from 'vitest';
import type { Channel } from '../channels/channel';
import { EphemeralValue } from '../channels/ephemeral-value';
import { branchChannel, TASKS } from '../channels/names';
import { Topic } from '../channels/topic';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { Send } from '../control/send';
import type { Blueprint, NodePlan } from '../graph/blueprint';
import { applyWrites } from './apply';
import type { LoopState } from './loop-state';
import { restoreState } from './loop-state';
import { planTasks } from './plan';

/** Nodes that are triggered by their own branch channel, and perhaps by others. */
function blueprintOf(triggers: Record<string, string[]>): Blueprint {
  const channels = new Map<string, Channel>([[TASKS, new Topic()]]);
  const nodes = new Map<string, NodePlan>();
  const triggered = new Map<string, NodePlan[]>();
  for (const [name, others] of Object.entries(triggers)) {
    const all = [branchChannel(name), ...others];
    const node = { name, path: ['__pregel_pull', name], triggers: all } as unknown as NodePlan;
    nodes.set(name, node);
    for (const channel of all) {
      channels.set(channel, new EphemeralValue(false));
      triggered.set(channel, [...(triggered.get(channel) ?? []), node]);
    }
  }
  return { nodes, channels, triggered } as unknown as Blueprint;
}

const goTo = (name: string): PendingWrite => [branchChannel(name), null];

function step(state: LoopState, writes: PendingWrite[], ran: { name: string; triggers: string[] }[] = []): string[] {
  const [first = { name: 'start', triggers: ['go'] }, ...rest] = ran;
  return applyWrites(state, [
    { node: first, triggers: first.triggers, writes },
    ...rest.map((node) => ({ node, triggers: node.triggers, writes: [] })),
  ]);
}

const namesOf = (tasks: { node: NodePlan }[]) => tasks.map(({ node }) => node.name);

describe('planning a step', () => {
  it('makes a task of every node that is triggered, by name, whoever was written first', () => {
    const blueprint = blueprintOf({ b: [], a: [], c: [] });
    const state = restoreState(blueprint, undefined);
    const changed = step(state, [goTo('b'), goTo('a')]);
    expect(namesOf(planTasks(blueprint, state, changed))).toEqual(['a', 'b']);
  });

  it('makes one task of a node that several channels trigger', () => {
    const blueprint = blueprintOf({ a: ['join'] });
    const state = restoreState(blueprint, undefined);
    const changed = step(state, [goTo('a'), ['join', null]]);
    expect(namesOf(planTasks(blueprint, state, changed))).toEqual(['a']);
  });

  it('puts Sends first, in their order, each with its own argument', () => {
    const blueprint = blueprintOf({ a: [], work: [] });
    const state = restoreState(blueprint, undefined);
    const changed = step(state, [goTo('a'), [TASKS, new Send('work', 1)], [TASKS, new Send('work', 2)]]);
    const tasks = planTasks(blueprint, state, changed);
    expect(tasks.map(({ node, path, args }) => [node.name, path[1], args])).toEqual([
      ['work', 0, 1],
      ['work', 1, 2],
      ['a', 'a', undefined],
    ]);
  });

  it('leaves a Send out whose node the graph no longer has, and keeps the places of the others', () => {
    const blueprint = blueprintOf({ work: [] });
    const state = restoreState(blueprint, undefined);
    step(state, [
      [TASKS, new Send('gone', 1)],
      [TASKS, new Send('work', 2)],
    ]);
    expect(planTasks(blueprint, state).map(({ path }) => path)).toEqual([['__pregel_push', 1]]);
  });

  it('gives the same tasks from the whole state as from what changed last (I1)', () => {
    const blueprint = blueprintOf({ a: [], b: [], c: [] });
    const state = restoreState(blueprint, undefined);
    const changed = step(state, [goTo('c'), goTo('a')]);
    expect(namesOf(planTasks(blueprint, state))).toEqual(namesOf(planTasks(blueprint, state, changed)));
  });

  it('makes no task of a node that has run on what triggers it', () => {
    const blueprint = blueprintOf({ a: [], b: [] });
    const state = restoreState(blueprint, undefined);
    step(state, [goTo('a')]);
    const changed = step(state, [goTo('b')], [{ name: 'a', triggers: [branchChannel('a')] }]);
    expect(namesOf(planTasks(blueprint, state, changed))).toEqual(['b']);
    expect(namesOf(planTasks(blueprint, state))).toEqual(['b']);
  });

  it('makes a task again of a node that leads to itself', () => {
    const blueprint = blueprintOf({ a: [] });
    const state = restoreState(blueprint, undefined);
    step(state, [goTo('a')]);
    const changed = step(state, [goTo('a')], [{ name: 'a', triggers: [branchChannel('a')] }]);
    expect(namesOf(planTasks(blueprint, state, changed))).toEqual(['a']);
  });

  it('needs no versions in a run that nobody records', () => {
    const blueprint = blueprintOf({ a: [], b: [] });
    const state = restoreState(blueprint, undefined);
    state.suffix = null;
    step(state, [goTo('a')]);
    expect(namesOf(planTasks(blueprint, state))).toEqual(['a']);
    step(state, [], [{ name: 'a', triggers: [branchChannel('a')] }]);
    expect(planTasks(blueprint, state)).toEqual([]);
  });
});
