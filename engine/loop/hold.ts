import { START } from '../channels/names';
import { nodesOf } from '../checkpoint/namespace';
import type { Invocation } from './invocation';
import { checkpointIdOf } from './loop-state';
import { readShown } from './output';
import type { Task } from './task/task';

/** Between two steps of a graph: what ran, or runs next, and the state as it stands. */
export interface StepBoundary {
  /** `entry`: before the step that a run goes on with, where it stood already. */
  readonly when: 'entry' | 'before' | 'after';
  /** Nodes on the way to the graph, outermost first; none for the root. */
  readonly path: readonly string[];
  /** Of the tasks that run next, or after a step, that ran; one entry a task, none for the input. */
  readonly nodes: readonly string[];
  /** Of the last checkpoint. */
  readonly step: number;
  readonly checkpointId: string;
  /** What the state shows: shared and frozen. */
  readonly values: () => unknown;
}

/** Answers whether the run stops here. What it throws, the run fails with. */
export type HoldRule = (boundary: StepBoundary) => boolean | Promise<boolean>;

/** Never where nothing is kept: a run that stopped there could not go on from there. */
export async function isHeld(run: Invocation, when: StepBoundary['when'], tasks: readonly Task[]): Promise<boolean> {
  const { holdWhen, state, store, blueprint } = run;
  if (!holdWhen || !store) return false;
  return holdWhen({
    when,
    path: nodesOf(state.namespace).map(({ node }) => node),
    nodes: tasks.map(({ node }) => node.name).filter((name) => name !== START),
    step: state.step,
    checkpointId: checkpointIdOf(state),
    values: () => readShown(blueprint, state.channels),
  });
}
