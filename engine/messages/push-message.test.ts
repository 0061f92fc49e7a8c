import { describe, expect, it } from 'vitest';
import type { LangGraphRunnableConfig } from '..';
import { MemorySaver, MessagesAnnotation, pushMessage, START, StateGraph } from '..';

type Node = (state: typeof MessagesAnnotation.State, config: LangGraphRunnableConfig) => Promise<object | undefined>;

const graphOf = (node: Node) => new StateGraph(MessagesAnnotation).addNode('talk', node).addEdge(START, 'talk');

async function told(node: Node): Promise<unknown[]> {
  const messages: unknown[] = [];
  const stream = graphOf(node).compile().stream({ messages: [] }, { streamMode: 'messages' });
  for await (const [message, metadata] of stream as AsyncIterable<[unknown, { langgraph_node: string }]>) {
    messages.push([metadata.langgraph_node, message]);
  }
  return messages;
}

const note = { type: 'ai', id: 'note', content: 'working on it' };

describe('pushMessage', () => {
  it('tells the message at once and writes it when the node is done, before what the node returns', async () => {
    const order: string[] = [];
    const node: Node = async () => {
      expect(pushMessage(note)).toEqual(note);
      order.push('pushed');
      return { messages: [{ type: 'ai', id: 'answer', content: 'done' }] };
    };
    expect(await told(node)).toContainEqual(['talk', note]);
    const { messages } = await graphOf(node).compile().invoke({ messages: 'hi' });
    expect(messages.map(({ id }) => id).slice(1)).toEqual(['note', 'answer']);
  });

  it('is replaced by a returned message with the same id', async () => {
    const { messages } = await graphOf(async () => {
      pushMessage(note);
      return { messages: { ...note, content: 'finished' } };
    })
      .compile()
      .invoke({});
    expect(messages).toEqual([{ ...note, content: 'finished' }]);
  });

  it('is only told with stateKey null', async () => {
    const node: Node = async (_, config) => {
      pushMessage(note, { ...config, stateKey: null });
    };
    expect(await told(node)).toEqual([['talk', note]]);
    expect((await graphOf(node).compile().invoke({})).messages).toEqual([]);
  });

  it('is discarded when the node fails', async () => {
    let attempts = 0;
    const graph = graphOf(async () => {
      attempts += 1;
      pushMessage({ ...note, id: `note ${attempts}` });
      if (attempts === 1) throw new Error('not yet');
    }).compile({ checkpointer: new MemorySaver() });
    const thread = { configurable: { thread_id: 't' } };
    await expect(graph.invoke({}, thread)).rejects.toThrow('not yet');
    expect((await graph.invoke(null, thread)).messages).toMatchObject([{ id: 'note 2' }]);
  });

  it('refuses a message without an id, a key that the state does not have, and a call outside of a node', async () => {
    await expect(
      graphOf(async () => {
        pushMessage({ role: 'assistant', content: 'x' });
      })
        .compile()
        .invoke({}),
    ).rejects.toThrow(/needs a message with an id/);
    await expect(
      graphOf(async () => {
        pushMessage(note, { stateKey: 'chat' });
      })
        .compile()
        .invoke({}),
    ).rejects.toThrow(/"chat", which the schema does not have/);
    expect(() => pushMessage(note)).toThrow(/outside of a node/);
  });
});
