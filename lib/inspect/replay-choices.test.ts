import { describe, expect, it } from 'vitest';
import type { NodeChoice } from './replay-choices';
import { describeChoices, EXECUTE, gotoTargets, policyAfterHold, policyOf, withKnownNodes } from './replay-choices';

const REUSE: NodeChoice = { ...EXECUTE, doing: 'reuse' };
const MOCK: NodeChoice = { doing: 'mock', update: { text: 'x' }, goto: null };
const choices = new Map([
  ['draft', REUSE],
  ['review', MOCK],
  ['publish', EXECUTE],
  ['elsewhere', REUSE],
]);

it('makes a policy of what was chosen for the nodes that may run', () => {
  const nodes = ['draft', 'review', 'publish'];
  expect(policyOf(nodes, choices, 'main')).toEqual({
    original: 'main',
    nodes: { draft: { do: 'reuse' }, review: { do: 'mock', update: { text: 'x' } } },
  });
  expect(policyOf(['review'], new Map([['review', { ...MOCK, goto: '__end__' }]]), null)).toEqual({
    nodes: { review: { do: 'mock', update: { text: 'x' }, goto: '__end__' } },
  });
  expect(policyOf(['publish'], choices, 'main')).toBeUndefined();
});

it('goes on from a hold: what is recorded is reused, and what is not does as a person said', () => {
  const policy = { original: 'main', nodes: { draft: { do: 'reuse' as const }, work: { do: 'reuse' as const } } };
  expect(policyAfterHold(policy, 'work', EXECUTE).nodes.work).toEqual({ do: 'reuse', whenGone: { do: 'execute' } });
  expect(policyAfterHold(policy, 'work', MOCK)).toEqual({
    original: 'main',
    nodes: { draft: { do: 'reuse' }, work: { do: 'reuse', whenGone: { do: 'mock', update: { text: 'x' } } } },
  });
});

it('leaves out nodes that the graph does not have any more', () => {
  const policy = { nodes: { draft: { do: 'reuse' as const } } };
  expect(withKnownNodes(policy, ['draft'])).toEqual(policy);
  expect(withKnownNodes(policy, null)).toEqual(policy);
  expect(withKnownNodes(policy, ['other'])).toBeUndefined();
});

describe('describeChoices', () => {
  const plan = { next: ['draft'], after: ['review', 'publish'] };
  it('says what really runs, and what does not', () => {
    expect(describeChoices(plan, undefined)).toBe(
      'draft really runs again, then, as the graph decides, review, publish.',
    );
    expect(describeChoices(plan, policyOf(['draft', 'review'], choices, null))).toBe(
      'As the graph decides, publish really runs again. draft is reused; review is mocked.',
    );
    const all = new Map(['draft', 'review', 'publish'].map((node) => [node, REUSE]));
    expect(describeChoices(plan, policyOf(['draft', 'review', 'publish'], all, null))).toBe(
      'No node really runs again. draft, review, publish are reused.',
    );
    expect(describeChoices({ next: [], after: [] }, undefined)).toBe('Nothing runs from here.');
  });
});

it('knows where a Command of a node may go', () => {
  const graph = {
    nodes: [],
    edges: [
      { source: 'review', target: 'publish', conditional: true },
      { source: 'review', target: 'draft', conditional: true },
      { source: 'draft', target: 'review', conditional: false },
    ],
  };
  expect(gotoTargets(graph, 'review')).toEqual(['publish', 'draft']);
  expect(gotoTargets(graph, 'draft')).toEqual([]);
});
