/** What is compared of a step: an entry of the timeline has it, and so has its row in the database. */
export interface LineStep {
  checkpointId: string;
  step: number;
  source: 'input' | 'loop' | 'update' | 'fork';
  next: readonly string[];
  tasks: readonly { node: string; status: string }[];
}

/** Positions of steps that stand side by side; null where a line has none there. */
export interface StepPair {
  here: number | null;
  there: number | null;
}

/**
 * Two lines of steps, from their roots on, side by side.
 * I1. What both pass through is the beginning of each, and stands beside itself.
 * I2. Behind it steps are counted in turns. What lets something else run next takes one; an edit or a copy that leaves
 *     it as it was belongs to the turn of the step that it amends, so that a fork does not put all that follows out of step.
 * I3. Lines without a common step are counted from the start of their threads.
 */
export interface LinedUp {
  /** How many steps, from the root on, both lines pass through. */
  common: number;
  here: Turns;
  there: Turns;
}

interface Turns {
  /** Of each step its turn; ascending. */
  turnOf: readonly number[];
  /** The first step of a turn and that behind its last. */
  ranges: ReadonlyMap<number, readonly [from: number, to: number]>;
}

export function lineUp(here: readonly LineStep[], there: readonly LineStep[]): LinedUp {
  let common = 0;
  while (common < here.length && here[common]?.checkpointId === there[common]?.checkpointId) common++;
  return { common, here: countTurns(here), there: countTurns(there) };
}

/**
 * What stands beside a step: of the same turn, the step as far into it; beside the last one, the last one, so that a step
 * which was edited on the other line stands beside what became of it there. Null beyond the end of the other line.
 */
export function besideOf(from: Turns, to: Turns, position: number): number | null {
  const turn = from.turnOf[position];
  const own = from.ranges.get(turn ?? Number.NaN);
  const other = to.ranges.get(turn ?? Number.NaN);
  if (own === undefined || other === undefined) return null;
  const isLast = position === own[1] - 1;
  return isLast ? other[1] - 1 : Math.min(other[0] + position - own[0], other[1] - 1);
}

/** All that stands side by side behind the common steps, in order. */
export function* pairsApart({ common, here, there }: LinedUp): Generator<StepPair> {
  for (const turn of turnsApart(here, there, common)) {
    const [hereFrom, hereTo] = here.ranges.get(turn) ?? NOTHING;
    const [thereFrom, thereTo] = there.ranges.get(turn) ?? NOTHING;
    const count = Math.max(hereTo - hereFrom, thereTo - thereFrom);
    for (let at = 0; at < count; at++) {
      const pair = { here: within(hereFrom, hereTo, at), there: within(thereFrom, thereTo, at) };
      if (pair.here === null || pair.there === null || pair.here >= common || pair.there >= common) yield pair;
    }
  }
}

/** The first turn that was not made by the same nodes, or that only one line has; null when there is none. */
export function firstOtherPath(
  { common, here, there }: LinedUp,
  steps: { here: readonly LineStep[]; there: readonly LineStep[] },
): StepPair | null {
  for (const turn of turnsApart(here, there, common)) {
    const atHere = here.ranges.get(turn)?.[0] ?? null;
    const atThere = there.ranges.get(turn)?.[0] ?? null;
    const [one, other] = [steps.here[atHere ?? -1], steps.there[atThere ?? -1]];
    if (one === undefined || other === undefined || madeBy(one) !== madeBy(other)) {
      return { here: atHere, there: atThere };
    }
  }
  return null;
}

/** Nodes that ran in a step, with as many entries as tasks; of what no node made: nothing. */
export function nodesOf({ tasks }: LineStep): string[] {
  return tasks.filter(({ node, status }) => status === 'done' && node !== '__start__').map(({ node }) => node);
}

const NOTHING = [0, 0] as const;

function within(from: number, to: number, at: number): number | null {
  return from === to ? null : Math.min(from + at, to - 1);
}

/** Ascending, from the turn on that the last common step belongs to; without one, from where both lines have begun. */
function turnsApart(here: Turns, there: Turns, common: number): number[] {
  const begun = Math.max(here.turnOf[0] ?? Number.NEGATIVE_INFINITY, there.turnOf[0] ?? Number.NEGATIVE_INFINITY);
  const from = common === 0 ? begun : (here.turnOf[common - 1] as number);
  const turns = new Set([...here.ranges.keys(), ...there.ranges.keys()].filter((turn) => turn >= from));
  return [...turns].sort((a, b) => a - b);
}

function countTurns(steps: readonly LineStep[]): Turns {
  const turnOf: number[] = [];
  const ranges = new Map<number, [number, number]>();
  // A thread whose beginning was pruned goes on where it stood.
  let turn = Math.max(0, (steps[0]?.step ?? 0) + 1);
  steps.forEach((step, position) => {
    const before = steps[position - 1];
    if (before !== undefined && !amends(step, before)) turn += 1;
    turnOf.push(turn);
    const range = ranges.get(turn);
    if (range) range[1] = position + 1;
    else ranges.set(turn, [position, position + 1]);
  });
  return { turnOf, ranges };
}

function amends(step: LineStep, before: LineStep): boolean {
  if (step.source !== 'update' && step.source !== 'fork') return false;
  return sortedText(step.next) === sortedText(before.next);
}

function madeBy(step: LineStep): string {
  return step.source === 'loop' ? sortedText(nodesOf(step)) : `by ${step.source}`;
}

function sortedText(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}
