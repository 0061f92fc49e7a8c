import type { BranchingSaver, RunConfig } from '@/engine';
import { Command } from '@/engine';
import type { Shape, StoryGraph, StoryValues } from './story-graph';
import { answerTo, COUNTING_NODE, firstInput } from './story-graph';

export interface StoryThread {
  threadId: string;
  shape: Shape;
  durability: 'sync' | 'async' | 'exit';
  /** Questions are answered all at once, or one at a time. */
  answersAll: boolean;
  /** Forks start at the first branch's end: with `exit`, no other step is sure to be saved. */
  forksAtEnd: boolean;
}

const FORKS = 3;
const FORK_STEP = 3;
const STEPS_PER_FORK = 6;

/**
 * Takes the thread one run or edit further; answers false when its story is at its end. What to do follows from the stored
 * state alone: whoever is killed, the next does the same. `saved` hears each checkpoint once it is told as durable.
 */
export async function goOn(
  graph: StoryGraph,
  saver: BranchingSaver,
  thread: StoryThread,
  saved: (checkpointId: string) => void,
): Promise<boolean> {
  const config = { configurable: { thread_id: thread.threadId } };
  const state = await graph.getState(config);
  const run = async (input: Parameters<StoryGraph['stream']>[0]) => {
    const options = {
      ...config,
      recursionLimit: 500,
      durability: thread.durability,
      streamMode: 'checkpoints' as const,
    };
    for await (const step of graph.stream(input, options))
      saved(checkpointIdOf((step as { config: RunConfig }).config));
    saved(checkpointIdOf((await graph.getState(config)).config));
    return true;
  };
  if (!state.exists) return run(firstInput(thread.shape));
  const open = state.tasks.filter(({ status }) => status === 'interrupted').flatMap(({ interrupts }) => interrupts);
  if (open.length > 0) {
    const answered = thread.answersAll ? open : open.slice(0, 1);
    return run(new Command({ resume: Object.fromEntries(answered.map(({ id, value }) => [id, answerTo(value)])) }));
  }
  if (state.next.length > 0) return run(null);
  const { generation } = state.values as StoryValues;
  if (thread.shape !== 'forks' || generation === FORKS) return false;
  const checkpointId = await forkPoint(saver, thread);
  const { values } = await graph.getState({ configurable: { ...config.configurable, checkpoint_id: checkpointId } });
  const { configurable } = await graph.updateState(
    { configurable: { ...config.configurable, checkpoint_id: checkpointId, fork: true } },
    {
      generation: generation + 1,
      limit: (values as StoryValues).count + STEPS_PER_FORK,
      log: [`edit ${generation + 1}`],
    },
    COUNTING_NODE,
  );
  saved(checkpointIdOf({ configurable }));
  return true;
}

/** Of the first branch. */
async function forkPoint(saver: BranchingSaver, { threadId, forksAtEnd }: StoryThread): Promise<string> {
  const [first] = await saver.readBranches(threadId);
  if (forksAtEnd) return first?.tipId ?? '';
  const rows = await saver.readTimeline(threadId, { branchId: first?.branchId ?? '', limit: 1_000 });
  return rows.find(({ step }) => step === FORK_STEP)?.checkpointId ?? '';
}

function checkpointIdOf({ configurable }: RunConfig): string {
  return String(configurable?.checkpoint_id);
}
