import { MemorySaver } from '@/engine';
import type { StoryThread } from './go-on';
import { goOn } from './go-on';
import { buildStory, STATE_KEYS } from './story-graph';

/** By `placeOf`: the values there. */
export interface ExpectedStates {
  states: ReadonlyMap<string, unknown>;
  end: string;
}

const made = new Map<string, Promise<ExpectedStates>>();

/** The states of a story that nothing disturbs; those that `exit` would keep back among them. */
export function expectedStates(thread: StoryThread): Promise<ExpectedStates> {
  const key = `${thread.shape} ${thread.forksAtEnd}`;
  const known = made.get(key) ?? makeStates(thread);
  made.set(key, known);
  return known;
}

async function makeStates(thread: StoryThread): Promise<ExpectedStates> {
  const saver = new MemorySaver();
  const graph = buildStory({ shape: thread.shape, saver });
  while (await goOn(graph, saver, { ...thread, durability: 'sync' }, () => {}));
  const { threadId } = thread;
  const rows = await saver.readTimeline(threadId, { limit: 10_000 });
  const tuples = await saver.readTuples(
    threadId,
    rows.map(({ checkpointId }) => checkpointId),
  );
  const states = new Map(
    tuples.map(({ checkpoint, metadata }) => {
      const values = stateOf(checkpoint.channel_values);
      return [placeOf(values, metadata.step), values] as const;
    }),
  );
  const tip = await saver.getTuple({ configurable: { thread_id: threadId } });
  return { states, end: placeOf(stateOf(tip?.checkpoint.channel_values ?? {}), tip?.metadata.step ?? 0) };
}

export function placeOf(values: Record<string, unknown>, step: number): string {
  return `generation ${values.generation ?? 0}, step ${step}`;
}

/** Without the engine's own channels. */
export function stateOf(channelValues: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(STATE_KEYS.filter((key) => key in channelValues).map((key) => [key, channelValues[key]]));
}
