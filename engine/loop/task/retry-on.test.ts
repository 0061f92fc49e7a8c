import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Annotation, InvalidUpdateError, START, StateGraph } from '../..';
import { FakeClock } from '../../testing';
import { failing, steady, thread } from './retry-fixtures';

let warned: string[];
beforeEach(() => {
  warned = [];
  vi.spyOn(console, 'warn').mockImplementation((text) => warned.push(text));
});
afterEach(() => vi.restoreAllMocks());

describe('what is tried again by default', () => {
  const status = (code: number) => Object.assign(new Error('refused'), { status: code });
  const never: [string, unknown][] = [
    ['an abort', new DOMException('This operation was aborted', 'AbortError')],
    ['a cancelled call', new Error('Cancelled by its caller')],
    ['a mistake of the graph', new InvalidUpdateError('INVALID_GRAPH_NODE_RETURN_VALUE', 'no object')],
    ['400', status(400)],
    ['404 in a response', Object.assign(new Error('missing'), { response: { status: 404 } })],
    ['422', status(422)],
    ['a spent quota', Object.assign(new Error('quota'), { error: { code: 'insufficient_quota' } })],
    ['an aborted connection', Object.assign(new Error('gone'), { code: 'ECONNABORTED' })],
  ];
  it.each(never)('not %s', async (_what, error) => {
    const clock = new FakeClock();
    const { graph, beganMs } = failing([error], steady, clock);
    await expect(clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).rejects.toBe(error);
    expect(beganMs).toHaveLength(1);
  });

  const again: [string, unknown][] = [
    ['any other error', new TypeError('fetch failed')],
    ['500', status(500)],
    ['429', status(429)],
    ['408', status(408)],
    ['what is no error', 'a text'],
  ];
  it.each(again)('but %s', async (_what, error) => {
    const clock = new FakeClock();
    const { graph, beganMs } = failing([error], steady, clock);
    await clock.runUntilDone(graph.invoke({}, { ...thread, clock }));
    expect(beganMs).toHaveLength(2);
  });

  it('and not a state that was changed in place', async () => {
    const clock = new FakeClock();
    const Deep = Annotation.Root({ item: Annotation<{ tags: string[] }>() });
    let attempts = 0;
    const graph = new StateGraph(Deep)
      .addNode(
        'a',
        ({ item }) => {
          attempts++;
          item.tags.push('x');
          return {};
        },
        { retryPolicy: steady },
      )
      .addEdge(START, 'a')
      .compile();
    const run = graph.invoke({ item: { tags: [] } }, { clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ code: 'STATE_MUTATION' });
    expect(attempts).toBe(1);
  });

  it('retryOn decides instead', async () => {
    const clock = new FakeClock();
    const retryOn = (error: Error) => error.message === 'again';
    const { graph, beganMs } = failing([new Error('again'), new Error('stop')], { ...steady, retryOn }, clock);
    await expect(clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).rejects.toThrow('stop');
    expect(beganMs).toHaveLength(2);
  });

  it('of several policies, the first that wants the error', async () => {
    const clock = new FakeClock();
    const policies = [
      { ...steady, initialInterval: 10, retryOn: (error: Error) => error.message === 'quick' },
      { ...steady, initialInterval: 9000 },
    ];
    const { graph, beganMs } = failing([new Error('quick'), new Error('slow')], policies, clock);
    await clock.runUntilDone(graph.invoke({}, { ...thread, clock }));
    expect(beganMs).toEqual([0, 10, 18_010]);
  });

  it('a retryOn that fails itself hides nothing', async () => {
    const clock = new FakeClock();
    const retryOn = () => {
      throw new Error('in retryOn');
    };
    const { graph } = failing([new Error('in the node')], { ...steady, retryOn }, clock);
    const error = await clock.runUntilDone(graph.invoke({}, { ...thread, clock })).catch((thrown) => thrown);
    expect(error.errors.map(String)).toEqual(['Error: in the node', 'Error: in retryOn']);
  });
});
