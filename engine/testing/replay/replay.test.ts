import { describe, expect, it } from 'vitest';
import { Annotation, Command, END, interrupt, Send, START, StateGraph } from '../..';
import { firstDifference } from './path';
import type { Recording } from './recording';
import { replay } from './replay';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  decision: Annotation<string>(),
});

const never = (): never => {
  throw new Error('A node ran that is recorded.');
};

/** draft → review, which asks and goes on by a Command → publish. */
const reviewed = () =>
  new StateGraph(State)
    .addNode('draft', never)
    .addNode('review', never, { ends: ['draft', 'publish'] })
    .addNode('publish', never)
    .addEdge(START, 'draft')
    .addEdge('draft', 'review')
    .addEdge('publish', END)
    .compile();

const recording: Recording = {
  acts: [
    { input: { log: ['topic'] } },
    { answers: [{ node: 'review', answer: 'no' }] },
    { answers: [{ node: 'review', answer: 'hm' }] },
    { answers: [{ node: 'review', answer: 'yes' }] },
  ],
  results: {
    draft: [{ update: { log: ['draft 1'] } }, { update: { log: ['draft 2'] } }],
    review: [
      { asks: ['publish?'], goto: 'draft' },
      { asks: ['publish?', 'really?'], update: { decision: 'yes' }, goto: 'publish' },
    ],
    publish: [{ update: { log: ['published'] } }],
  },
};

describe('replay', () => {
  it('takes results, questions and answers from the recording, and the graph leads on', async () => {
    const { path, end } = await replay(reviewed(), recording);
    expect(path).toEqual(['draft', 'review', 'draft', 'review', 'publish']);
    expect(end).toEqual({
      status: 'done',
      values: { log: ['topic', 'draft 1', 'draft 2', 'published'], decision: 'yes' },
    });
  });

  it('gives the answers to a node that really runs', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [`${interrupt('a?')} ${interrupt('b?')}`] }))
      .addNode('other', never)
      .addEdge(START, 'ask')
      .addEdge(START, 'other');
    const answer = (text: string) => ({ answers: [{ node: 'ask', answer: text }] });
    const { path, end } = await replay(
      graph,
      { acts: [{ input: {} }, answer('A'), answer('B')], results: { other: [{ update: { log: ['other'] } }] } },
      { execute: ['ask'] },
    );
    expect(path).toEqual(['ask, other']);
    expect(end).toEqual({ status: 'done', values: { log: ['A B', 'other'] } });
  });

  it('ends where the recording waits, fails or was left', async () => {
    const asks = { acts: recording.acts.slice(0, 2), results: recording.results };
    expect((await replay(reviewed(), asks)).end).toMatchObject({
      status: 'waiting',
      questions: [{ node: 'review', question: 'publish?' }],
    });
    const fails: Recording = {
      acts: [{ input: {} }],
      results: { draft: [{ throws: { name: 'TypeError', message: 'no pen' } }] },
    };
    expect(await replay(reviewed(), fails)).toEqual({
      path: [],
      end: { status: 'failed', errors: [{ node: 'draft', error: 'TypeError: no pen' }], values: { log: [] } },
    });
    const left: Recording = { acts: [{ input: {}, steps: 1 }], results: recording.results };
    expect(await replay(reviewed(), left)).toEqual({
      path: ['draft'],
      end: { status: 'stopped', next: ['review'], values: { log: ['draft 1'] } },
    });
  });

  it('makes edits and new inputs where they were made', async () => {
    const edited: Recording = {
      acts: [
        { input: { log: ['in'] }, steps: 1 },
        { edit: { log: ['edited'] }, asNode: 'draft' },
        { edit: { decision: 'later' }, asNode: 'publish', steps: 0 },
        { input: { log: ['again'] }, steps: 1 },
      ],
      results: { draft: [{}, { update: { log: ['draft 2'] } }], review: [{ asks: ['publish?'] }] },
    };
    const { path, end } = await replay(reviewed(), edited);
    expect(path).toEqual(['draft', 'draft']);
    expect(end).toMatchObject({
      status: 'stopped',
      values: { log: ['in', 'edited', 'again', 'draft 2'], decision: 'later' },
    });
  });

  it('says where the graph goes what is not recorded', async () => {
    const twice = {
      ...recording,
      results: { ...recording.results, draft: recording.results.draft?.slice(0, 1) ?? [] },
    };
    const { path, end } = await replay(reviewed(), twice);
    expect(path).toEqual(['draft', 'review', 'draft']);
    expect(end).toMatchObject({
      status: 'off the record',
      reason: '"draft" is in the recording once, and would run once more.',
    });
    const { publish: _, ...others } = recording.results;
    expect((await replay(reviewed(), { ...recording, results: others })).end).toMatchObject({
      reason: '"publish" is not in the recording, and would run now.',
    });
  });

  it('asks routers anew, and takes the k-th Send’s result for the k-th', async () => {
    const fan = (count: number) =>
      new StateGraph(State)
        .addNode('plan', never)
        .addNode('work', never)
        .addEdge(START, 'plan')
        .addConditionalEdges('plan', () => Array.from({ length: count }, () => new Send('work', {})), ['work'])
        .compile();
    const results = { plan: [{}], work: [{ update: { log: ['a'] } }, { update: { log: ['b'] } }] };
    const recorded: Recording = { acts: [{ input: {} }], results };
    expect(await replay(fan(2), recorded)).toEqual({
      path: ['plan', 'work × 2'],
      end: { status: 'done', values: { log: ['a', 'b'] } },
    });
    expect((await replay(fan(1), recorded)).path).toEqual(['plan', 'work']);
    expect((await replay(fan(3), recorded)).path).toEqual(['plan', 'work × 3']);
  });

  it('follows a recorded Command with Sends and several writes of one key', async () => {
    const graph = new StateGraph(State)
      .addNode('plan', () => new Command({}), { ends: ['work'] })
      .addNode('work', never)
      .addEdge(START, 'plan');
    const plan = {
      update: [
        ['log', ['x']],
        ['log', ['y']],
      ] as const,
      goto: [new Send('work', {}), 'work'],
    };
    const { path, end } = await replay(async () => graph, {
      acts: [{ input: {} }],
      results: { plan: [plan], work: [{}, {}] },
    });
    expect(path).toEqual(['plan', 'work × 2']);
    expect(end.values).toEqual({ log: ['x', 'y'] });
  });

  it('refuses what is no graph, and a node to execute that is not there', async () => {
    await expect(replay({}, recording)).rejects.toThrow('replay() was given no graph');
    await expect(replay(reviewed(), recording, { execute: ['pubish'] })).rejects.toThrow(
      'The graph has no node "pubish" to execute; it has draft, review, publish.',
    );
  });

  it('tells an answer for which nothing asks', async () => {
    const acts = [...recording.acts, { answers: [{ node: 'publish', answer: 1 }] }];
    const { path, end } = await replay(reviewed(), { ...recording, acts });
    expect(path).toHaveLength(5);
    expect(end).toMatchObject({
      status: 'off the record',
      reason: 'There is a recorded answer to "publish", which asks nothing now.',
    });
  });
});

describe('firstDifference', () => {
  it('names the step at which paths part', () => {
    expect(firstDifference(['a', 'b'], ['a', 'b'])).toBeUndefined();
    expect(firstDifference(['a', 'b'], ['a', 'c'])).toBe('Step 2: recorded "b", now "c"');
    expect(firstDifference(['a', 'b'], ['a'])).toBe('Step 2: recorded "b", now no further step');
    expect(firstDifference(['a'], ['a', 'b'])).toBe('Step 2: recorded no further step, now "b"');
  });
});
