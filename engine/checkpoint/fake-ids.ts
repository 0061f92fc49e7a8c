import { AsyncLocalStorage } from 'node:async_hooks';

/** What is drawn, when a test brings its own. */
export interface FakeIds {
  checkpointId(parentId: string | null | undefined): string;
  runId(): string;
  versionSuffix(): string;
  messageId(): string;
}

const bodies = new AsyncLocalStorage<FakeIds>();
/** Bodies that run. Ids are drawn at every step: without any, nothing is looked up. */
let running = 0;

/** Null where ids are drawn at random. */
export function fakeIds(): FakeIds | null {
  return running === 0 ? null : (bodies.getStore() ?? null);
}

/** Ids come from `ids` in `body` and in all that it sets off, until it ends. */
export async function drawingFrom<Result>(ids: FakeIds, body: () => Result | Promise<Result>): Promise<Result> {
  running += 1;
  try {
    return await bodies.run(ids, body);
  } finally {
    running -= 1;
  }
}
