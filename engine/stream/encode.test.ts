import { describe, expect, it } from 'vitest';
import { Annotation, START, StateGraph } from '..';

const State = Annotation.Root({ n: Annotation<unknown> });
const message = {
  toJSON: () => ({ lc: 1, kwargs: {} }),
  toDict: () => ({ type: 'ai', data: { content: 'hi' } }),
};
const inner = new StateGraph(State)
  .addNode('b', () => ({ n: message }))
  .addEdge(START, 'b')
  .compile();
const graph = new StateGraph(State).addNode('a', inner).addEdge(START, 'a').compile();
const encoding = 'text/event-stream';

describe('encoding: text/event-stream', () => {
  it('names each event by its mode and namespace, and writes LangChain messages as plain data', async () => {
    const text = await new Response(graph.stream({}, { encoding, streamMode: 'updates', subgraphs: true })).text();
    expect(text.replace(/a:[0-9a-f-]{36}/, 'a:id')).toBe(
      'event: updates|a:id\ndata: {"b":{"n":{"content":"hi","type":"ai"}}}\n\n' +
        'event: updates\ndata: {"a":{"n":{"content":"hi","type":"ai"}}}\n\n',
    );
  });

  it('ends with the error of a run that failed', async () => {
    const failing = new StateGraph(State)
      .addNode('bad', () => {
        throw new TypeError('boom');
      })
      .addEdge(START, 'bad')
      .compile();
    const text = await new Response(failing.stream({}, { encoding })).text();
    expect(text).toBe('event: error\ndata: {"error":"TypeError","message":"boom"}\n\n');
  });

  it('gives the events of streamEvents as data, and an end', async () => {
    const events = inner.streamEvents({}, { version: 'v2', encoding, includeNames: ['b'] });
    const blocks = (await new Response(events).text()).split('\n\n');
    expect(blocks.map((block) => block.split('\n')[0])).toEqual(['event: data', 'event: data', 'event: end', '']);
    expect(JSON.parse(blocks[0]?.split('data: ')[1] ?? '')).toMatchObject({ event: 'on_chain_start', name: 'b' });
  });

  it('refuses another encoding', async () => {
    const attempt = graph.stream({}, { encoding: 'text/plain' } as object).next();
    await expect(attempt).rejects.toThrow(/encoding "text\/plain"/);
  });
});
