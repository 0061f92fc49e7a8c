import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { makeProject, runTests, type TestRun, typeErrors } from './test-project';
import { openTestServer, type TestServer } from './test-server';

const GRAPH = `
import { Annotation, Command, END, interrupt, MessagesAnnotation, Send, START, StateGraph } from 'retrograph';

const sum = (a: number, b: number) => a + b;
const State = Annotation.Root({
  ...MessagesAnnotation.spec,
  topics: Annotation<string[]>(),
  score: Annotation<number>({ reducer: sum, default: () => 0 }),
  verdict: Annotation<string>(),
  at: Annotation<Date>(),
  seen: Annotation<Map<string, bigint>>(),
});

export const graph = new StateGraph(State)
  .addNode('plan', () => ({ at: new Date('2026-02-03T04:05:06Z'), seen: new Map([['it\\'s "it"', 7n]]) }))
  .addNode('rate', ({ topic }: { topic: string }) => ({ score: topic.length, messages: [{ role: 'ai', content: 'Rated\\n' + topic }] }))
  .addNode('review', () => {
    const answer = interrupt({ question: 'Good enough?' });
    return new Command({ update: { verdict: String(answer) }, goto: answer === 'yes' ? 'publish' : 'plan' });
  }, { ends: ['publish', 'plan'] })
  .addNode('publish', ({ verdict }) => { if (verdict === 'yes') throw new RangeError('No printer'); return {}; })
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', ({ topics }) => topics.map((topic) => new Send('rate', { topic })), ['rate'])
  .addConditionalEdges('rate', ({ score }) => (score > 3 ? 'review' : END), ['review', END])
  .addEdge('publish', END)
  .compile();
`;

/** What somebody does to the graph later: the file that it is then, and the test of it. */
const CHANGES: Record<string, (source: string) => string> = {
  same: (source) => source,
  router: (source) => source.replace('score > 3', 'score > 30'),
  removed: (source) =>
    source
      .replace(/\n {2}\.addNode\('publish'.*/, '')
      .replace("\n  .addEdge('publish', END)", '')
      .replaceAll("'publish'", "'plan'"),
  reducer: (source) => source.replace('a + b', 'Math.max(a, b)'),
  mended: (source) => source.replace(/if \(verdict.*'\); return/, 'return'),
};

let folder: string;
let dependencies: string[];
let server: TestServer;
let run: TestRun;

beforeAll(async () => {
  ({ folder, dependencies } = makeProject());
  writeFileSync(path.join(folder, 'graph.ts'), GRAPH);
  writeFileSync(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs: { reviewed: './graph.ts' } }));
  server = await openTestServer(folder, { keepsConfig: true });
  const { thread_id: id } = await server.json<ThreadAnswer>('POST', '/threads', {});
  const send = (body: object) => server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: 'reviewed', ...body });
  await send({ input: { topics: ['cats', 'dogs'], messages: [{ role: 'human', content: 'Rate', id: 'h' }] } });
  await send({ command: { resume: 'no' } });
  await send({ command: { resume: 'yes' } });
  for (const [name, change] of Object.entries(CHANGES)) {
    const answer = await server.send('GET', `/debugger/threads/${id}/test?import=./${name}.js`);
    writeFileSync(path.join(folder, `${name}.ts`), change(GRAPH));
    writeFileSync(path.join(folder, `${name}.test.ts`), await answer.text());
  }
  run = runTests(folder);
}, 120_000);
afterAll(async () => {
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

const failureOf = (name: string) => run.failed.get(`${name}.test.ts`);

describe('a saved test in a project that has only Vitest and the package', () => {
  it('needs nothing of the debugger', () => {
    expect(dependencies.sort()).toEqual(['drizzle-orm', 'libsql', 'postgres', 'uuid', 'zod']);
  });

  it('passes as it is, and its types hold', () => {
    expect(failureOf('same')).toBeUndefined();
    expect(run.passed).toEqual(['same.test.ts']);
    expect(typeErrors(folder, 'same.test.ts')).toBe('');
  });

  it('tells the step at which a changed router leads elsewhere', () => {
    expect(failureOf('router')).toContain('Step 3: recorded "review", now no further step');
    expect(failureOf('router')).toMatch(/-\s+"review",/);
  });

  it('tells of a node that was removed', () => {
    expect(failureOf('removed')).toContain('The graph has no node "publish" to execute');
  });

  it('shows what a changed reducer makes of the state', () => {
    expect(failureOf('reducer')).toMatch(/-\s+"score": 16,\n\+\s+"score": 4,/);
    expect(failureOf('reducer')).not.toContain('Step ');
  });

  it('tells that a failure is mended', () => {
    expect(failureOf('mended')).toContain('Step 7: recorded no further step, now "publish"');
  });
});
