import type { TimelineRow } from '@/engine';
import type { FindFirst } from '@/lib/contracts/find';
import type { SearchSession, StepVerdict } from '../conditions/search-session';
import type { StateSource } from './state-source';
import { hitOf } from './tally';

interface BisectedPath {
  session: SearchSession;
  source: StateSource;
  /** One path, oldest first. */
  rows: readonly TimelineRow[];
}

export type Bisected =
  | { first: FindFirst; evaluated: number }
  /** Halving can't tell; why, in words that go on with what was done instead. */
  | { first: null; note: string };

/**
 * The first checkpoint of a path at which the expression holds, if it stays true once it is true: nobody can know that
 * beforehand. What is sure is that it holds there, not at the checkpoint before, and at the end of the path.
 */
export async function bisectPath({ session, source, rows }: BisectedPath): Promise<Bisected> {
  let evaluated = 0;
  const verdictAt = async (at: number): Promise<StepVerdict | undefined> => {
    const [state] = await source.read([(rows[at] as TimelineRow).checkpointId]);
    evaluated += 1;
    return state && (await session.look([state]))[0];
  };
  let holds = rows.length - 1;
  let doesNot = -1;
  if (holds < 0) return instead('There is no checkpoint');
  const atEnd = await verdictAt(holds);
  if (atEnd?.kind !== 'value') return instead('It could not be evaluated at the end of the branch');
  if (!atEnd.holds) return instead('It does not hold at the end of the branch');
  while (holds - doesNot > 1) {
    const middle = (holds + doesNot) >> 1;
    const verdict = await verdictAt(middle);
    if (verdict?.kind !== 'value') return instead(`It could not be evaluated at step ${rows[middle]?.step}`);
    if (verdict.holds) holds = middle;
    else doesNot = middle;
  }
  const before = doesNot < 0 ? 'It is the first checkpoint.' : 'At the checkpoint before, it does not hold.';
  const note = `${evaluated} of ${rows.length} states were looked at: right if it stays true once it is true. ${before}`;
  return { first: { hit: hitOf(rows[holds] as TimelineRow), how: 'bisect', note }, evaluated };
}

function instead(why: string): Bisected {
  return { first: null, note: `${why}, so halving cannot tell; every checkpoint up to it was looked at.` };
}
