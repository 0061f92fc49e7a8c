import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Runtime } from '@/engine';
import { PostgresSaver } from '../postgres';
import { SqliteSaver } from '../sqlite';
import { goOn } from './go-on';
import { buildStory } from './story-graph';
import type { WriterJob, WriterLine } from './writer-lines';

// A process that is there to be killed. It waits for a job as a line of JSON, goes on with the thread to its end, and tells
// what it does at once: what is in the pipe outlives the process. After a failure it waits for a line before it tries again.

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async (): Promise<string> => {
  const { value, done } = await lines.next();
  if (done) process.exit(0);
  return value;
};
const tell = (line: WriterLine) => void writeSync(1, `${JSON.stringify(line)}\n`);

const { url, thread } = JSON.parse(await nextLine()) as WriterJob;
const saver = url.startsWith('postgres') ? PostgresSaver.fromConnString(url) : SqliteSaver.fromConnString(url);
const began = ({ executionInfo: { taskId, checkpointId } }: Runtime) => tell({ kind: 'began', taskId, checkpointId });
const graph = buildStory({ shape: thread.shape, saver, began });
for (;;) {
  try {
    while (await goOn(graph, saver, thread, (checkpointId) => tell({ kind: 'saved', checkpointId })));
    break;
  } catch (error) {
    const { name, message } = error as Error;
    tell({ kind: 'failed', name, message });
    await nextLine();
  }
}
await saver.close();
tell({ kind: 'finished' });
process.exit(0);
