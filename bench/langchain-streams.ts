import { deepEqual, equal } from 'node:assert/strict';
import { dispatchCustomEvent } from '@langchain/core/callbacks/dispatch/web';
import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel, FakeStreamingChatModel } from '@langchain/core/utils/testing';
import * as langgraph from '@langchain/langgraph';
import { z } from 'zod';
import * as retrograph from '../engine/index';

// LangChain's own models, tools and runnables inside of a Retrograph graph, and the same graph on LangGraph.js: what the
// streams tell must agree.

const library = retrograph as unknown as typeof langgraph;
const model = new FakeListChatModel({ responses: ['Hello'] });
const streaming = new FakeStreamingChatModel({ responses: [new AIMessage('streamed')] });
const search = tool(async ({ query }: { query: string }) => `found ${query}`, {
  name: 'search',
  description: 'finds things',
  schema: z.object({ query: z.string() }),
});

function graphOf({ StateGraph, Annotation, START }: typeof langgraph) {
  const State = Annotation.Root({
    messages: Annotation<BaseMessage[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  });
  return new StateGraph(State)
    .addNode('given', async ({ messages }, config) => ({ messages: [await model.invoke(messages, config)] }))
    .addNode('ambient', async ({ messages }) => ({ messages: [await streaming.invoke(messages)] }))
    .addNode('silent', async ({ messages }, config) => {
      await model.invoke(messages, { ...config, tags: ['nostream'] });
      return { messages: [new AIMessage({ content: 'own', id: 'own' })] };
    })
    .addNode('tools', async (_state, config) => {
      await search.invoke({ query: 'x' }, config);
      await dispatchCustomEvent('progress', { done: 1 }, config);
      const nested = RunnableLambda.from(async (value: number, inner) => {
        equal(inner.metadata?.langgraph_node, 'tools');
        equal(inner.configurable?.user, 'u');
        equal(inner.signal instanceof AbortSignal, true);
        return value + 1;
      });
      equal(await nested.invoke(1, config), 2);
      return {};
    })
    .addEdge(START, 'given')
    .addEdge('given', 'ambient')
    .addEdge('ambient', 'silent')
    .addEdge('silent', 'tools')
    .compile();
}

const input = () => ({ messages: [new HumanMessage({ content: 'hi', id: 'question' })] });
const config = { configurable: { user: 'u' }, tags: ['mine'], metadata: { mine: 1 } };

async function messagesOf(from: typeof langgraph) {
  const told: unknown[] = [];
  for await (const [message, metadata] of await graphOf(from).stream(input(), { ...config, streamMode: 'messages' })) {
    const { langgraph_node, langgraph_step, langgraph_path, langgraph_triggers, tags, name, mine } = metadata;
    told.push([message.content, langgraph_node, langgraph_step, langgraph_path, langgraph_triggers, tags, name, mine]);
  }
  return told;
}

async function toolsOf(from: typeof langgraph) {
  const told: unknown[] = [];
  for await (const event of await graphOf(from).stream(input(), { ...config, streamMode: 'tools' })) told.push(event);
  return told;
}

/** START is a node to LangGraph.js alone; what the graph streams overtakes its nodes there. */
async function eventsOf(from: typeof langgraph) {
  const told: unknown[] = [];
  for await (const event of graphOf(from).streamEvents(input(), { ...config, version: 'v2' })) {
    if (event.name === '__start__' || event.event === 'on_chain_stream') continue;
    told.push([event.event, event.name, event.tags, event.metadata.langgraph_node, Object.keys(event.data).toSorted()]);
  }
  return told.slice(0, -1);
}

async function callbacksOf(from: typeof langgraph) {
  const names = new Map<string, string>();
  const heard: unknown[] = [];
  await graphOf(from).invoke(input(), {
    ...config,
    callbacks: [
      {
        handleChainStart(_chain, _inputs, id, parent, _tags, _metadata, _type, name) {
          names.set(id, name ?? '');
          if (name !== '__start__') heard.push([name, names.get(parent ?? '')]);
        },
        handleChatModelStart(_model, _messages, _id, parent) {
          heard.push(['model', names.get(parent ?? '')]);
        },
        handleToolStart(_tool, text, _id, parent) {
          heard.push(['tool', text, names.get(parent ?? '')]);
        },
        handleCustomEvent(name, payload) {
          heard.push([name, payload]);
        },
      },
    ],
  });
  return heard;
}

for (const compare of [messagesOf, toolsOf, eventsOf, callbacksOf]) {
  const [ours, theirs] = [await compare(library), await compare(langgraph)];
  deepEqual(ours, theirs);
  console.log(`${compare.name}: ${ours.length} agree`);
}
