import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TimelineEntry, TimelinePage } from '../../lib/contracts/debugger';
import type { ForkResult } from '../../lib/contracts/fork';
import type { RunningServer } from '../server';
import { ROOT, startServer } from '../server';

const graphFile = (name: string) => fileURLToPath(new URL(`../../ui/${name}-graph.ts`, import.meta.url));
const WORKFLOW = join(ROOT, 'graphs/workflow.ts');
/** Of 300 nodes. */
const LARGE = join(ROOT, 'e2e/fixtures/graphs/large.ts');
const RECURSION_LIMIT = 100_000;
const LEAF_GRAPHS = ['chat', 'record'] as const;

/** The server with the graphs of this folder, its settings and its database in a folder of their own. */
export async function startLongServer(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'retrograph-ui-'));
  const graphs = Object.fromEntries(['long', 'live', 'heavy'].map((name) => [name, `${graphFile(name)}:graph`]));
  const config = join(folder, 'retrograph.json');
  const leaves = Object.fromEntries(LEAF_GRAPHS.map((name) => [`leaf-${name}`, `${graphFile('leaf')}:${name}`]));
  writeFileSync(
    config,
    JSON.stringify({ graphs: { ...graphs, ...leaves, large: `${LARGE}:graph`, workflow: `${WORKFLOW}:graph` } }),
  );
  const server = await startServer({
    RETROGRAPH_CONFIG: config,
    DATABASE_URL: `file:${join(folder, 'threads.db')}`,
  });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A thread of so many checkpoints on three branches: 70 %, 20 % and 10 %. Made by running it, through the API. */
export async function makeLongThread(
  address: string,
  threadId: string,
  checkpoints: number,
  input: { lines?: number } = {},
): Promise<void> {
  const main = Math.round(checkpoints * 0.7);
  const call = caller(address);
  await call('POST', '/threads', { thread_id: threadId, metadata: { graph_id: 'long' } });
  // The input and the start are checkpoints too; a fork is one, and goes on from the step that it stands on.
  await run(call, threadId, { input: { ...input, until: main - 2 } });
  for (const [at, share] of [
    [0.5, 0.2],
    [0.25, 0.1],
  ] as const) {
    const page = await call<TimelinePage>('GET', `/debugger/threads/${threadId}/timeline?limit=${main}`);
    const { checkpointId, step } = page.entries[Math.round(main * at)] as TimelinePage['entries'][number];
    const until = step + Math.round(checkpoints * share) - 1;
    const body = { checkpointId, values: { until } };
    const fork = await call<ForkResult>('POST', `/debugger/threads/${threadId}/fork`, body);
    await run(call, threadId, { input: null, config: { configurable: { branch: fork.branchId } } });
  }
}

/** A thread of so many steps in which values lie that no step touches: `leaf-chat` or `leaf-record`. */
export async function makeLeafThread(address: string, name: (typeof LEAF_GRAPHS)[number], steps: number) {
  const call = caller(address);
  const threadId = `leaf-${name}`;
  await call('POST', '/threads', { thread_id: threadId, metadata: { graph_id: threadId } });
  await call('POST', `/threads/${threadId}/runs/wait`, {
    assistant_id: threadId,
    input: { until: steps },
    config: { recursion_limit: RECURSION_LIMIT },
  });
  return threadId;
}

/** Starts a run of so many steps, a thousand a second, on a thread of its own; `ended` settles when the run has ended. */
export async function startLiveRun(
  address: string,
  threadId: string,
  steps: number,
): Promise<{ ended: Promise<unknown> }> {
  const call = caller(address);
  await call('POST', '/threads', { thread_id: threadId, metadata: { graph_id: 'live' } });
  const body = { assistant_id: 'live', input: { until: steps }, config: { recursion_limit: RECURSION_LIMIT } };
  const { run_id } = await call<{ run_id: string }>('POST', `/threads/${threadId}/runs`, body);
  return { ended: call('GET', `/threads/${threadId}/runs/${run_id}/join`) };
}

/** All checkpoints of a thread, from the first on. */
export async function timelineOf(address: string, threadId: string): Promise<TimelineEntry[]> {
  const call = caller(address);
  const entries: TimelineEntry[] = [];
  for (let after = ''; ; ) {
    const page = await call<TimelinePage>('GET', `/debugger/threads/${threadId}/timeline?limit=10000${after}`);
    entries.push(...page.entries);
    if (page.nextAfter === null) return entries;
    after = `&after=${encodeURIComponent(page.nextAfter)}`;
  }
}

export type Call = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

export function caller(address: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${address}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
}

async function run(call: Call, threadId: string, { config = {}, ...body }: { input: unknown; config?: object }) {
  await call('POST', `/threads/${threadId}/runs/wait`, {
    ...body,
    assistant_id: 'long',
    config: { ...config, recursion_limit: RECURSION_LIMIT },
  });
}
