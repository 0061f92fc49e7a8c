import type { StoryThread } from './go-on';
import { pick, seededRandom } from './random';
import { SHAPES } from './story-graph';

/** When a life is disturbed: so long after so many lines of its writer. */
export interface Moment {
  afterLines: number;
  delayMs: number;
}

export interface StoryPlan {
  thread: StoryThread;
  nextMoment(): Moment;
}

const MAX_LINES = 40;
const MAX_DELAY_MS = 5;
/** One in so many comes while the writer opens the database, and perhaps migrates it. */
const OPENING_EVERY = 6;
const MAX_OPENING_MS = 40;

/** The story of a number: the same for the same seed, but for what the machine's own pace adds. */
export function planStory(seed: number, number: number): StoryPlan {
  const random = seededRandom(seed + Math.imul(number, 0x9e3779b1));
  const durability = pick(random, ['sync', 'async', 'exit'] as const);
  const thread = {
    threadId: `story-${number}`,
    shape: pick(random, SHAPES),
    durability,
    answersAll: random() < 0.5,
    forksAtEnd: durability === 'exit',
  };
  return {
    thread,
    nextMoment() {
      const isOpening = random() < 1 / OPENING_EVERY;
      if (isOpening) return { afterLines: 0, delayMs: random() * MAX_OPENING_MS };
      return { afterLines: 1 + Math.floor(random() * MAX_LINES), delayMs: random() * MAX_DELAY_MS };
    },
  };
}
