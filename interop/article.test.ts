import * as langgraph from '@langchain/langgraph';
import { describe } from 'vitest';
import * as retrograph from '@/engine';
import { PostgresSaver } from '@/lib/storage/postgres';
import { SqliteSaver } from '@/lib/storage/sqlite';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from '@/lib/storage/test-databases';
import type { Library } from './article';
import { articleStory } from './article-story';

/** The types of both say the same in different words. */
const langGraphJs = langgraph as unknown as Library;

articleStory('a graph of LangGraph.js on the MemorySaver of Retrograph', langGraphJs, () => ({
  checkpointer: new retrograph.MemorySaver(),
  close: () => {},
}));

articleStory('a graph of LangGraph.js on SqliteSaver', langGraphJs, () => {
  const file = newSqliteFile();
  const checkpointer = SqliteSaver.fromConnString(file.url);
  return { checkpointer, close: () => checkpointer.end().then(file.remove) };
});

describe.runIf(testPostgresUrl)('on a real PostgreSQL', () => {
  articleStory('a graph of LangGraph.js on PostgresSaver', langGraphJs, async () => {
    const schema = await newPostgresSchema();
    const checkpointer = PostgresSaver.fromConnString(schema.url);
    return { checkpointer, close: () => checkpointer.end().then(schema.remove) };
  });
});

articleStory('a graph of Retrograph on the MemorySaver of LangGraph.js', retrograph, () => ({
  checkpointer: new langgraph.MemorySaver(),
  close: () => {},
}));

articleStory('a graph of LangGraph.js on its own MemorySaver, for comparison', langGraphJs, () => ({
  checkpointer: new langgraph.MemorySaver(),
  close: () => {},
}));
