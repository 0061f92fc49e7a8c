import type { CrashPlace } from './crash-place';
import { planStory } from './story-plan';
import type { Disturbance, StoryReport } from './tell-story';
import { tellStory } from './tell-story';
import { WriterCrew } from './writer-process';

export interface Campaign {
  /** Strikes to reach. */
  rounds: number;
  seed: number;
  /** Number of the first story: what a failure names, to go straight to it. */
  from: number;
  writerProgram: string;
  disturbance: Disturbance;
  newPlace(threadIds: readonly string[]): Promise<CrashPlace>;
}

/** At once on one database, each with a thread of its own: a writer dies while another waits for its lock. */
const WRITERS = 4;

/** Tells stories until enough strikes have come. @throws at the first flaw, with what repeats it */
export async function runCampaign(campaign: Campaign): Promise<StoryReport> {
  const { rounds, seed, from, writerProgram, disturbance, newPlace } = campaign;
  const crew = new WriterCrew(writerProgram, WRITERS);
  const total: StoryReport = { strikes: 0, hits: 0, flaws: [] };
  const budget = { strikesLeft: rounds };
  try {
    for (let first = from; budget.strikesLeft > 0; first += WRITERS) {
      const plans = Array.from({ length: WRITERS }, (_, offset) => planStory(seed, first + offset));
      const place = await newPlace(plans.map(({ thread }) => thread.threadId));
      const told = await Promise.all(
        plans.map((plan) => tellStory(plan, { place, crew, disturbance, budget }).catch(brokenDown)),
      );
      await place.remove();
      told.forEach(({ strikes, hits, flaws }, offset) => {
        total.strikes += strikes;
        total.hits += hits;
        if (flaws.length > 0) throw failure({ campaign, first, number: first + offset, flaws });
      });
    }
  } finally {
    crew.dismiss();
  }
  return total;
}

/** The stories beside it are told to their end all the same. */
function brokenDown(error: unknown): StoryReport {
  return { strikes: 0, hits: 0, flaws: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
}

interface Failure {
  campaign: Campaign;
  first: number;
  number: number;
  flaws: string[];
}

function failure({ campaign: { seed, disturbance }, first, number, flaws }: Failure): Error {
  const { shape, durability } = planStory(seed, number).thread;
  return new Error(
    `Story ${number} of seed ${seed} (${shape}, ${durability}, ${disturbance.name}) went wrong:\n${flaws.join('\n')}\nRepeat it with: npm run crash -- 20 --seed ${seed} --from ${first}`,
  );
}
