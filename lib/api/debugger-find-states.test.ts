import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckpointState, TimelinePage } from '@/lib/contracts/debugger';
import type { FindEnd, FindEvent } from '@/lib/contracts/find';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

/** States in which values come and go, are no JSON, and share parts with each other. */
const GRAPHS = `
import { Annotation, END, EphemeralValue, START, StateGraph, Topic, entrypoint, task } from 'retrograph';
const State = Annotation.Root({
  n: Annotation,
  list: Annotation({ reducer: (a, b) => a.concat(b), default: () => [] }),
  flash: () => new EphemeralValue(),
  bag: () => new Topic(),
  kept: Annotation,
  deep: Annotation,
});
export const varied = new StateGraph(State)
  .addNode('work', ({ n = 0, deep }) => ({
    n: n + 1,
    ...(n % 2 === 0 && { list: [{ at: n, map: new Map([['n', n]]) }] }),
    ...(n % 3 === 0 && { flash: n, bag: 'note ' + n }),
    ...(n === 4 && { kept: new Date(0) }),
    deep: { ...deep, part: deep?.part ?? { text: 'x'.repeat(40) }, n },
  }))
  .addEdge(START, 'work')
  .addConditionalEdges('work', ({ n }) => (n < 36 ? 'work' : END), ['work', END]);
const double = task('double', (n) => n * 2);
export const func = entrypoint('func', async (n) => ({ doubled: await double(n) }));
`;

const EXPRESSIONS = [
  'n > 20',
  'flash',
  '$not($exists(flash)) and n > 10',
  '$count(bag) > 0',
  '$exists(kept)',
  'kept.value',
  '$count(list) = 7',
  'list[-1].map.value[0][1] > 20',
  'deep.part.text and deep.n % 5 = 0',
  '$count($keys($)) = 5',
  '$.doubled = 8',
  'doubled = 8',
  '$number(list[0].at) / n > 3',
  'n % 7 = 0 ? $error("seven") : n % 3 = 0',
];

let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-find-'));
  await writeFile(path.join(folder, 'graphs.ts'), GRAPHS);
  const graphs = { varied: './graphs.ts:varied', func: './graphs.ts:func' };
  await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs }));
  server = await openTestServer(folder, { keepsConfig: true });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function makeThread(graphId: string, input: unknown): Promise<string> {
  const { thread_id } = await server.json<ThreadAnswer>('POST', '/threads', {});
  const config = { recursion_limit: 100 };
  await server.json('POST', `/threads/${thread_id}/runs/wait`, { assistant_id: graphId, input, config });
  return thread_id;
}

it.each(['varied', 'func'])(
  'finds what a condition says of each state of %s',
  async (graphId) => {
    const threadId = await makeThread(graphId, graphId === 'func' ? 4 : {});
    const at = (rest: string) => `/debugger/threads/${threadId}${rest}`;
    if (graphId === 'varied') {
      const { entries } = await server.json<TimelinePage>('GET', at('/timeline'));
      const body = { checkpointId: entries[12]?.checkpointId, values: { n: 28 } };
      const fork = await server.json<ForkResult>('POST', at('/fork'), body);
      const config = { recursion_limit: 100, configurable: { branch: fork.branchId } };
      await server.json('POST', `/threads/${threadId}/runs/wait`, { assistant_id: graphId, input: null, config });
    }
    const { entries } = await server.json<TimelinePage>('GET', at('/timeline?limit=1000'));
    const checkpointIds = entries.map(({ checkpointId }) => checkpointId);
    const { states } = await server.json<{ states: CheckpointState[] }>('POST', at('/states'), { checkpointIds });
    for (const expression of EXPRESSIONS) {
      const expected: string[] = [];
      let failures = 0;
      for (const { checkpointId, values } of states) {
        const verdict = await server.runtime.conditions.evaluate(expression, JSON.stringify(values));
        if (verdict.kind !== 'value') failures += 1;
        else if (verdict.holds) expected.push(checkpointId);
      }
      const text = await (await server.send('POST', at('/find'), { expression })).text();
      const events = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as FindEvent);
      const found = events.flatMap((event) => (event.type === 'progress' ? event.hits : []));
      expect(
        found.map(({ checkpointId }) => checkpointId),
        expression,
      ).toEqual(expected);
      expect((events.at(-1) as FindEnd).failures, expression).toBe(failures);
    }
  },
  60_000,
);
