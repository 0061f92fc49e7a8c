import { describe, expect, it } from 'vitest';
import type { RouteChoice } from '../../checkpoint/checkpoint';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Command } from '../../control/command';
import { Send } from '../../control/send';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';
import { END, InMemoryCache, interrupt, START } from '../../index';

const State = Annotation.Root({
  count: Annotation<number>({ reducer: (sum, more) => sum + more, default: () => 0 }),
  mood: Annotation<string>(),
  list: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});
type State = typeof State.State;

const builder = () => new StateGraph(State).addNode('next', () => ({})).addNode('other', () => ({}));

/** Of each task in the order in which they ran, what chose what followed it. */
async function routesOf(
  graph: { compile: (options: object) => { invoke: (input: object, config: object) => Promise<unknown> } },
  { input = {}, ...options }: { input?: object; durability?: string; cache?: InMemoryCache } = {},
): Promise<[node: string, routes: readonly RouteChoice[] | undefined][]> {
  const checkpointer = new MemorySaver();
  const { durability = 'async', cache } = options;
  const config = { configurable: { thread_id: 't' }, durability };
  await graph.compile({ checkpointer, ...(cache && { cache }) }).invoke(input, config);
  const rows = await checkpointer.readTimeline('t', { limit: 100 });
  return rows.flatMap(({ tasks }) => tasks.map(({ node, routes }) => [node, routes] as [string, typeof routes]));
}

const to = (...labels: string[]) => labels.map((label) => ({ to: label, sends: 0 }));

describe('how what follows was chosen', () => {
  it('is kept with the task: the label taken and the keys read, with the task’s own writes in them', async () => {
    let seen = 0;
    const graph = builder()
      .addNode('work', () => ({ count: 2, mood: 'fine' }))
      .addEdge(START, 'work')
      .addConditionalEdges(
        'work',
        function byCount(state: State) {
          seen = state.count;
          return state.count > 1 && state.mood === 'fine' ? 'yes' : 'no';
        },
        { yes: 'next', no: 'other' },
      );
    expect(await routesOf(graph)).toEqual([
      ['__start__', undefined],
      ['work', [{ router: 'byCount', answers: to('yes'), reads: ['count', 'mood'] }]],
      ['next', undefined],
    ]);
    expect(seen).toBe(2);
  });

  it('is kept of each router, an async one and one of START among them', async () => {
    const graph = builder()
      .addConditionalEdges(START, ({ mood }: State) => [mood, 'other'])
      .addConditionalEdges('next', async (state) => {
        await Promise.resolve();
        return state.list.length > 5 ? 'other' : END;
      })
      .addConditionalEdges('next', () => []);
    const routes = await routesOf(graph, { input: { mood: 'next' } });
    expect(routes).toEqual([
      ['__start__', [{ router: 'router 1', answers: to('next', 'other'), reads: ['mood'] }]],
      [
        'next',
        [
          { router: 'router 1', answers: to(END), reads: ['list'] },
          { router: 'router 2', answers: [], reads: [] },
        ],
      ],
      ['other', undefined],
    ]);
  });

  it('counts Sends by node', async () => {
    const graph = builder()
      .addConditionalEdges(START, () => [new Send('next', {}), new Send('other', {}), new Send('next', {}), 'next'])
      .addEdge('next', END);
    expect((await routesOf(graph))[0]).toEqual([
      '__start__',
      [
        {
          router: 'router 1',
          answers: [{ to: 'next', sends: 2 }, { to: 'other', sends: 1 }, ...to('next')],
          reads: [],
        },
      ],
    ]);
  });

  it('is a Command’s, before what routers say', async () => {
    const graph = builder()
      .addNode('work', () => new Command({ goto: ['next', END], update: { count: 1 } }), { ends: ['next', END] })
      .addNode('several', () => [
        new Command({ goto: 'next' }),
        { count: 1 },
        new Command({ goto: new Send('other', {}) }),
      ])
      .addEdge(START, 'work')
      .addEdge(START, 'several')
      .addConditionalEdges('work', ({ count }) => (count > 0 ? 'other' : END));
    const routes = new Map(await routesOf(graph));
    expect(routes.get('work')).toEqual([
      { router: null, answers: to('next', END), reads: [] },
      { router: 'router 1', answers: to('other'), reads: ['count'] },
    ]);
    expect(routes.get('several')).toEqual([
      { router: null, answers: [...to('next'), { to: 'other', sends: 1 }], reads: [] },
    ]);
  });

  it('is that of the last attempt, of an error handler’s Command, and of a cached body', async () => {
    let tries = 0;
    const cached = { cachePolicy: { keyFunc: () => 'same' } };
    const graph = builder()
      .addNode('flaky', () => ({}), { retryPolicy: { initialInterval: 1, jitter: false, retryOn: () => true } })
      .addNode('fails', () => Promise.reject(new Error('no')), { errorHandler: () => new Command({ goto: 'next' }) })
      .addNode('cached', () => new Command({ goto: 'other' }), cached)
      .addEdge(START, 'flaky')
      .addEdge(START, 'fails')
      .addEdge(START, 'cached')
      .addConditionalEdges('flaky', (state) => {
        if (tries++ === 0) throw new Error(`${state.list}`);
        return state.count === 0 ? END : 'next';
      });
    const cache = new InMemoryCache();
    for (const _ of [1, 2]) {
      tries = 0;
      const routes = new Map(await routesOf(graph, { cache }));
      expect(routes.get('flaky')).toEqual([{ router: 'router 1', answers: to(END), reads: ['count'] }]);
      expect(routes.get('fails')).toEqual([{ router: null, answers: to('next'), reads: [] }]);
      expect(routes.get('cached')).toEqual([{ router: null, answers: to('other'), reads: [] }]);
    }
  });

  it('is kept of steps that are saved at the end only', async () => {
    const graph = builder()
      .addConditionalEdges(START, () => 'next')
      .addConditionalEdges('next', ({ count }) => (count ? 'next' : END));
    const routes = await routesOf(graph, { durability: 'exit' });
    expect(routes.map(([node, choices]) => [node, choices?.[0]?.reads])).toEqual([
      ['__start__', []],
      ['next', ['count']],
    ]);
  });

  it('is not asked again of a task whose writes were kept when its step was cut off', async () => {
    const checkpointer = new MemorySaver();
    let calls = 0;
    const graph = builder()
      .addNode('asks', () => ({ mood: interrupt('?') as string }))
      .addEdge(START, 'asks')
      .addEdge(START, 'next')
      .addConditionalEdges('next', () => {
        calls++;
        return END;
      })
      .compile({ checkpointer });
    const config = { configurable: { thread_id: 't' } };
    await graph.invoke({}, config);
    await graph.invoke(new Command({ resume: 'fine' }), config);
    const rows = await checkpointer.readTimeline('t', { limit: 100 });
    const reused = rows.flatMap(({ tasks }) => tasks).find(({ node }) => node === 'next');
    expect([calls, reused?.reused, reused?.routes]).toEqual([1, true, undefined]);
  });
});
