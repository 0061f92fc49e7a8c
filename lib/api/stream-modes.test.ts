import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, readEvents, type SseEvent, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Streamed {
  thread: string;
  /** Where the run is found again. */
  location: string;
  events: SseEvent[];
}

async function stream(graph: string, body: object, given?: string): Promise<Streamed> {
  const thread = given ?? `/threads/${(await server.json<{ thread_id: string }>('POST', '/threads', {})).thread_id}`;
  const response = await server.send('POST', `${thread}/runs/stream`, { assistant_id: graph, ...body });
  expect(response.status).toBe(200);
  return { thread, location: response.headers.get('content-location') as string, events: await readEvents(response) };
}

const join = async (location: string, query = '', headers = {}) =>
  readEvents(await server.send('GET', `${location}/stream${query}`, undefined, headers));

/** As it is read when the run is no longer in memory. */
async function fromStore(location: string, headers = {}): Promise<SseEvent[]> {
  server.runtime.executor.forget(location.split('/').at(-1) as string);
  return join(location, '', headers);
}

const names = (events: SseEvent[]) => events.map(({ event }) => event.replace(/:[0-9a-f-]{36}/g, ''));
const asked = { stream_mode: ['values', 'updates', 'tasks', 'checkpoints', 'custom'], stream_subgraphs: true };

describe('events of subgraphs', () => {
  it('are named by mode and namespace, between the start and the end of their task', async () => {
    const { events } = await stream('nested', { input: { value: 1 }, ...asked });
    const told = names(events);
    const from = told.indexOf('checkpoints|child');
    const task = events[from - 1]?.data as { id: string; name: string };
    expect([told[from - 1], task.name]).toEqual(['tasks', 'child']);
    expect(events[from]?.event).toBe(`checkpoints|child:${task.id}`);
    expect(told.slice(from).filter((name) => !name.includes('|'))).toEqual(['tasks', 'updates', 'values']);
    expect(new Set(told.filter((name) => name.includes('|')))).toEqual(
      new Set(['checkpoints|child', 'values|child', 'tasks|child', 'updates|child', 'custom|child']),
    );
    expect(events.find(({ event }) => event.startsWith('updates|'))?.data).toEqual({
      c_one: { value: 2, trail: ['c_one'] },
    });
    const checkpoint = events[from]?.data as { checkpoint: { checkpoint_ns: string; checkpoint_map: object } };
    expect(checkpoint.checkpoint).toMatchObject({ checkpoint_ns: `child:${task.id}` });
    expect(Object.keys(checkpoint.checkpoint.checkpoint_map)).toEqual(['', `child:${task.id}`]);
  });

  it('are not there unless asked for, except what a writer tells the whole run', async () => {
    const { events } = await stream('nested', { input: { value: 1 }, ...asked, stream_subgraphs: false });
    expect(events.filter(({ event }) => event.includes('|'))).toEqual([]);
    expect(events.find(({ event }) => event === 'custom')?.data).toEqual({ inside: 1 });
  });

  it('leave values and questions of the run alone', async () => {
    const { thread, location, events } = await stream('nested', { input: { value: 1 }, ...asked });
    const joined = await server.json('GET', `${location}/join`);
    const question = [{ value: { ask: 'how much to add?' } }];
    expect(joined).toMatchObject({ value: 1, trail: ['before'], __interrupt__: question });
    expect(events.filter(({ event }) => event === 'values').at(-1)?.data).toMatchObject(joined as object);
    expect(await server.json('GET', thread)).toMatchObject({ status: 'interrupted', values: { value: 1 } });
  });

  it('come again for who joins, and from the store with the same numbers', async () => {
    const { thread, location, events } = await stream('nested', { input: { value: 1 }, ...asked });
    expect(await join(location)).toEqual(events);
    expect(names(await join(location, '?stream_mode=updates'))).toEqual([
      'metadata',
      'updates',
      'updates|child',
      'updates|child',
      'updates',
    ]);
    const numbered = (list: SseEvent[]) => list.map(({ id, event }) => `${id} ${event}`);
    expect(numbered(await fromStore(location))).toEqual(numbered(events));
    expect(numbered(await fromStore(location, { 'last-event-id': '9' }))).toEqual(numbered(events.slice(10)));

    const resumed = await stream('nested', { command: { resume: 1 }, ...asked }, thread);
    expect(numbered(await fromStore(resumed.location))).toEqual(numbered(resumed.events));
  });
});

describe('messages', () => {
  it('are told as messages-tuple with each part and where it comes from', async () => {
    const { location, events } = await stream('chat', { input: { messages: [] }, stream_mode: 'messages-tuple' });
    expect(names(events)).toEqual(['metadata', 'messages', 'messages']);
    expect(events[1]?.data).toMatchObject([
      { type: 'ai', content: 'He', id: expect.stringMatching(/^run-/) },
      { langgraph_node: 'model', langgraph_step: 1, graph_id: 'chat' },
    ]);
    expect(await fromStore(location)).toEqual(events);
  });

  it('are told as messages with what they have grown to, and once they are in the state', async () => {
    const human = { type: 'human', id: 'h1', content: 'hi' };
    const { location, events } = await stream('chat', { input: { messages: [human] }, stream_mode: ['messages'] });
    expect(names(events)).toEqual([
      'metadata',
      'messages/complete',
      'messages/metadata',
      'messages/partial',
      'messages/partial',
      'messages/complete',
    ]);
    const contents = events.slice(3).map(({ data }) => (data as { content: string }[])[0]?.content);
    expect(contents).toEqual(['He', 'Hello', 'Hello']);
    expect(events[1]?.data).toEqual([human]);
    const stored = await fromStore(location);
    expect(stored).toEqual(events.filter(({ event }) => event !== 'messages/partial'));
  });

  it('of a subgraph carry its namespace', async () => {
    const body = { input: { messages: [] }, stream_mode: ['messages-tuple', 'messages'], stream_subgraphs: true };
    const { events } = await stream('party', body);
    expect(names(events)).toEqual(expect.arrayContaining(['messages|room', 'messages/partial|room']));
  });

  it('make no model stream when nobody asks for them', async () => {
    const { events } = await stream('chat', { input: { messages: [] }, stream_mode: 'values' });
    expect(events.at(-1)?.data).toEqual({ messages: [{ type: 'ai', id: 'unheard', content: 'Hello' }] });
  });
});

describe('tools', () => {
  it('tell when they start and what they answered', async () => {
    const { location, events } = await stream('tools', { input: { messages: [] }, stream_mode: 'tools' });
    expect(events.slice(1)).toMatchObject([
      { event: 'tools', data: { event: 'on_tool_start', name: 'search', toolCallId: 'c1' } },
      { event: 'tools', data: { event: 'on_tool_end', name: 'search', output: 'found' } },
    ]);
    expect(await fromStore(location)).toEqual(events);
  });
});

describe('events and debug', () => {
  it('events are those of the graph, its nodes and its models, beside the modes asked for', async () => {
    const { location, events } = await stream('chat', { input: { messages: [] }, stream_mode: ['events', 'updates'] });
    const kinds = events
      .filter(({ event }) => event === 'events')
      .map(({ data }) => (data as { event: string; name: string }).event);
    expect(kinds.slice(0, 2)).toEqual(['on_chain_start', 'on_chain_start']);
    expect(kinds).toEqual(expect.arrayContaining(['on_chat_model_start', 'on_chat_model_stream', 'on_chat_model_end']));
    expect(kinds.at(-1)).toBe('on_chain_end');
    expect(events.filter(({ event }) => event === 'updates')).toHaveLength(1);
    expect(names(await fromStore(location))).toEqual(names(events));
  });

  it('debug tells a subgraph’s steps by its own count', async () => {
    const body = { input: { value: 1 }, stream_mode: 'debug', stream_subgraphs: true };
    const { events } = await stream('nested', body);
    const inside = events.filter(({ event }) => event.startsWith('debug|child:'));
    expect(inside.map(({ data }) => (data as { type: string; step: number }).step)).toEqual([-1, 0, 1, 1, 1, 2, 2]);
  });
});
