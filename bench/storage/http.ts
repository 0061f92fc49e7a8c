import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { TimelineColumnsPage } from '../../lib/contracts/debugger';
import { unpackTimeline } from '../../lib/inspect/unpack-timeline';
import { medianMs } from '../rounds';
import { startServer } from '../server';
import { costLine } from '../table';
import { CHECKPOINTS, makeCheckpoints } from './history';
import type { Part } from './part';
import { BOTH, MB } from './part';
import { figuresOf, inFreshStores } from './stores';

/** Ours alone, with the server that `npm start` starts. */
export const http: Part = {
  title: `a thread of ${CHECKPOINTS.toLocaleString('en')} checkpoints, over HTTP`,
  databases: BOTH,
  isOptional: true,
  async run({ contestants, show }, database) {
    const found = await inFreshStores(contestants.slice(0, 1), database, async (store) => {
      await makeCheckpoints(store, 'long', CHECKPOINTS);
      await store.close();
      const { url } = store.place;
      const server = await startServer({ DATABASE_URL: database.name === 'SQLite' ? `file:${url}` : url });
      try {
        return await timelineOver(server.address);
      } finally {
        await server.stop();
      }
    });
    show(costLine('timeline without values, parsed', figuresOf(found, 'ms'), 'ms', 120));
    show(costLine('  on the wire, headers included', figuresOf(found, 'megabytes'), 'MB', 1));
  },
};

async function timelineOver(address: string): Promise<{ ms: number; megabytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let bytes = 0;
  const readAll = async () => {
    bytes = 0;
    let entries = 0;
    let after: string | null = null;
    do {
      const query = new URLSearchParams({
        limit: String(CHECKPOINTS),
        layout: 'columns',
        ...(after !== null && { after }),
      });
      const answer = await fetchPage(`${address}/api/debugger/threads/long/timeline?${query}`, agent);
      bytes += answer.bytes;
      entries += unpackTimeline(answer.page.columns).length;
      after = answer.page.nextAfter;
    } while (after !== null);
    if (entries !== CHECKPOINTS)
      throw new Error(`The timeline should have ${CHECKPOINTS} entries, but has ${entries}.`);
  };
  const ms = await medianMs(readAll, { times: 5, forMs: 2_000 });
  agent.destroy();
  return { ms, megabytes: bytes / MB };
}

/** As a browser does it: compressed, on a connection that stays open. */
async function fetchPage(url: string, agent: Agent): Promise<{ page: TimelineColumnsPage; bytes: number }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip, deflate, br' } }, resolve).once('error', reject);
  });
  const { socket } = response;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = decoded(Buffer.concat(chunks), response.headers['content-encoding']).toString('utf8');
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 500)}`);
  return { page: JSON.parse(body) as TimelineColumnsPage, bytes: newBytes(socket) };
}

const readBefore = new WeakMap<object, number>();

/** What came in over the socket since it was last asked. */
function newBytes(socket: IncomingMessage['socket']): number {
  const before = readBefore.get(socket) ?? 0;
  readBefore.set(socket, socket.bytesRead);
  return socket.bytesRead - before;
}

function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  return encoding === 'br' ? brotliDecompressSync(body) : body;
}
