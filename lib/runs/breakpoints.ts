import type { HoldRule, StepBoundary } from '@/engine';
import type { Breakpoint, BreakpointHit } from '@/lib/contracts/breakpoint';
import { toWireState } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { AppError } from './app-error';
import type { ConditionSandbox } from './conditions/condition-sandbox';

/** The breakpoints of one run: the rule that the engine asks, and what it stopped at. */
export interface RunBreakpoints {
  holdWhen: HoldRule;
  hit: BreakpointHit | null;
}

const LEVEL = '|';
/** In the metadata of a run that stopped at a breakpoint. */
export const HIT_KEY = 'retrograph_breakpoint';

/**
 * B1 A run that goes on from where it stands is not stopped there again.
 * B2 A condition without a node stops where it becomes true, not at every step at which it is: it is looked at where the
 *    run begins, too.
 * B3 A condition that cannot be evaluated stops the run as if it held. Nothing is lost by that: the run goes on from there.
 */
export function watchBreakpoints(breakpoints: readonly Breakpoint[], sandbox: ConditionSandbox): RunBreakpoints {
  const wasTrue = new Map<Breakpoint, { holds: boolean; step: number }>();
  const watch: RunBreakpoints = { holdWhen, hit: null };
  return watch;

  async function holdWhen(boundary: StepBoundary): Promise<boolean> {
    const state = lazily(() => JSON.stringify(toWireState(boundary.values())));
    for (const breakpoint of breakpoints) {
      const problem = await stops(breakpoint, boundary, state);
      if (problem === false) continue;
      watch.hit ??= { breakpoint, problem };
      return true;
    }
    return false;
  }

  /** False for no; null where the breakpoint holds, else why that could not be found out. */
  async function stops(
    breakpoint: Breakpoint,
    boundary: StepBoundary,
    state: () => string,
  ): Promise<false | null | string> {
    const { node, condition } = breakpoint;
    if (node === undefined && condition !== undefined) return becomesTrue(breakpoint, condition, boundary, state);
    if (!isAt(breakpoint, boundary)) return false;
    if (condition === undefined) return null;
    const verdict = await sandbox.evaluate(condition, state());
    return verdict.kind === 'value' ? (verdict.holds ? null : false) : verdict.message; // B3
  }

  async function becomesTrue(
    breakpoint: Breakpoint,
    condition: string,
    { when, path, step }: StepBoundary,
    state: () => string,
  ): Promise<false | null | string> {
    const before = wasTrue.get(breakpoint);
    // The state before a step is the one after the last.
    if (path.length > 0 || (when === 'before' && before?.step === step)) return false;
    const verdict = await sandbox.evaluate(condition, state());
    const holds = verdict.kind === 'value' && verdict.holds;
    wasTrue.set(breakpoint, { holds, step });
    if (when === 'entry') return false; // B1, B2
    if (verdict.kind !== 'value') return verdict.message; // B3
    return holds && !before?.holds ? null : false;
  }
}

function isAt({ node, when = 'before', step }: Breakpoint, boundary: StepBoundary): boolean {
  if (step !== undefined) return boundary.when === 'after' && boundary.path.length === 0 && boundary.step >= step;
  return boundary.when === when && boundary.nodes.some((name) => [...boundary.path, name].join(LEVEL) === node);
}

function lazily(make: () => string): () => string {
  let made: string | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** @throws AppError INVALID_REQUEST for a node that the graph does not have, and for what is no JSONata */
export async function checkBreakpoints(
  breakpoints: readonly Breakpoint[],
  graph: ServedGraph,
  sandbox: ConditionSandbox,
): Promise<void> {
  for (const { node, condition } of breakpoints) {
    if (node !== undefined) refuseUnknownNode(node, graph);
    if (condition === undefined) continue;
    const verdict = await sandbox.evaluate(condition, null);
    if (verdict.kind === 'value') continue;
    const where = verdict.kind === 'malformed' && verdict.position !== null ? ` at character ${verdict.position}` : '';
    throw new AppError(
      'INVALID_REQUEST',
      `The condition "${condition}" of a breakpoint is not JSONata${where}: ${verdict.message}. Mend or remove it.`,
    );
  }
}

/** Graphs that a node's function calls are not declared: what is below such a node is taken as it is. */
function refuseUnknownNode(node: string, graph: ServedGraph): void {
  const [name = '', ...inner] = node.split(LEVEL);
  const known = graph.getGraph().nodes.flatMap(({ id, type }) => (type === 'runnable' ? [id] : []));
  if (!known.includes(name)) {
    throw new AppError(
      'INVALID_REQUEST',
      `A breakpoint names the node "${name}", which the graph does not have. Its nodes: ${known.join(', ')}.`,
    );
  }
  const [below] = inner.length === 0 ? [] : [...graph.getSubgraphs(name)];
  if (below !== undefined) refuseUnknownNode(inner.join(LEVEL), below[1]);
}
