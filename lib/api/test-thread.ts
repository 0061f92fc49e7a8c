import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

/** One server for all tests of a file, and for each of them a thread of its own. */
export interface TestThread {
  readonly server: TestServer;
  readonly id: string;
  /** A path of the debugger's, about the thread. */
  at: (path: string) => string;
  /** Runs to the end or the next stop, and answers the values. */
  run: <Answer = unknown>(body: object) => Promise<Answer>;
  timeline: (query?: string) => Promise<TimelinePage>;
}

/** Called at the top of a test file, before its own hooks. */
export function testThread(metadata: Record<string, unknown> = {}): TestThread {
  let server: TestServer;
  let id = '';
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    id = (await server.json<ThreadAnswer>('POST', '/threads', { metadata })).thread_id;
  });
  const at = (path: string) => `/debugger/threads/${id}${path}`;
  return {
    get server() {
      return server;
    },
    get id() {
      return id;
    },
    at,
    run: (body) => server.json('POST', `/threads/${id}/runs/wait`, body),
    timeline: (query = '') => server.json('GET', at(`/timeline${query}`)),
  };
}
