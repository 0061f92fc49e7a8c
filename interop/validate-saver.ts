import { deltaChannelHistoryTests, validate } from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BranchingSaver } from '@/engine';

export interface OpenSaver {
  saver: BranchingSaver;
  close(): void | Promise<void>;
}

/**
 * Runs LangGraph.js's own suite for savers, its opt-in part included. One saver serves all tests, and is emptied behind each:
 * a saver must show a test nothing of another.
 */
export function validateSaver(checkpointerName: string, open: () => OpenSaver | Promise<OpenSaver>): void {
  // The suite takes the verbs of its test runner from there.
  Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });
  let opened: OpenSaver;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  const initializer = { checkpointerName, createCheckpointer: () => opened.saver, destroyCheckpointer: empty };
  validate(initializer);
  deltaChannelHistoryTests(initializer);
}

async function empty(saver: BranchingSaver): Promise<void> {
  const threadIds = new Set<string>();
  for await (const { config } of saver.list({})) threadIds.add(config.configurable?.thread_id as string);
  for (const threadId of threadIds) await saver.deleteThread(threadId);
}
