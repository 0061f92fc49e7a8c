import type { TimelineRow } from '@/engine';
import type { FindFailure, FindHit } from '@/lib/contracts/find';
import type { StepVerdict } from '../conditions/search-session';
import type { FindGroup } from './find-rows';

/** A reader gets the first ones by name; more would be the same again. */
const MAX_NAMED_FAILURES = 20;

/** What a search has found out so far. */
export class Tally {
  readonly #verdicts = new Map<string, StepVerdict>();
  readonly #endsAtFirst: boolean;
  searched = 0;
  evaluated = 0;
  hits = 0;
  failures = 0;
  costly = 0;
  firstHit: FindHit | null = null;
  /** The checkpoint up to which all is searched. */
  last: string | null = null;

  /** @param endsAtFirst takes nothing behind the first hit */
  constructor(endsAtFirst = false) {
    this.#endsAtFirst = endsAtFirst;
  }

  get isOver(): boolean {
    return this.#endsAtFirst && this.firstHit !== null;
  }

  /** Answers what is new. Followers of a group's row have the verdicts of their parents. */
  take(groups: readonly FindGroup[], verdicts: readonly StepVerdict[]): { hits: FindHit[]; failures: FindFailure[] } {
    const found = { hits: [] as FindHit[], failures: [] as FindFailure[] };
    for (const [at, verdict] of verdicts.entries()) {
      const { row, followers } = groups[at] as FindGroup;
      this.evaluated += 1;
      if (verdict.kind === 'costly') this.costly += 1;
      this.#add(row, verdict, found);
      for (const follower of followers) {
        this.#add(follower, this.#verdicts.get(follower.parentId as string) ?? verdict, found);
      }
    }
    return found;
  }

  #add(row: TimelineRow, verdict: StepVerdict, found: { hits: FindHit[]; failures: FindFailure[] }): void {
    if (this.isOver) return;
    this.#verdicts.set(row.checkpointId, verdict);
    this.searched += 1;
    this.last = row.checkpointId;
    if (verdict.kind !== 'value') {
      this.failures += 1;
      if (this.failures <= MAX_NAMED_FAILURES) found.failures.push({ ...hitOf(row), message: verdict.message });
    } else if (verdict.holds) {
      this.hits += 1;
      this.firstHit ??= hitOf(row);
      found.hits.push(hitOf(row));
    }
  }
}

export function hitOf({ checkpointId, branchId, step }: TimelineRow): FindHit {
  return { checkpointId, branchId, step };
}
