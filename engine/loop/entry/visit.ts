import type { CheckpointTuple } from '../../checkpoint/checkpoint';
import { readList, readTuple } from '../../checkpoint/shared-reads';
import type { Invocation, InvocationStore } from '../invocation';
import { checkpointIdOf } from '../loop-state';
import type { VisitHost } from './host-path';
import { HostPath } from './host-path';

// A subgraph that keeps its state over the thread has one namespace for all its visits. Which of its checkpoints a visit
// goes on from follows from the graphs around it: the latest that a visit on their own path made. So a fork of the past
// finds the subgraph as it was then, and two branches don't see each other's visits.
//
// I1. A step of an enclosing graph that is over counts with all the visits that were made in it; one that is not, with
//     those that are on the path of the graph inside it.
// I2. A visit is saved before the steps around it that it is a part of. Where one of these was kept back and the process
//     died, no saved step includes it, and the visit is on no path: it is made again.

/** From the innermost graph around a call out to the nearest that lasts: a root, or one that keeps its state itself. */
export type VisitHosts = readonly [VisitHost, ...VisitHost[]];

export function hostsAround(innermost: Invocation, store: InvocationStore): VisitHosts {
  const hosts: [VisitHost, ...VisitHost[]] = [{ store, checkpointId: checkpointIdOf(innermost.state) }];
  let run = innermost;
  while (run.persistence !== 'thread' && run.host?.run.store) {
    run = run.host.run;
    if (run.store) hosts.push({ store: run.store, checkpointId: checkpointIdOf(run.state) });
  }
  return hosts;
}

/** The checkpoint that a visit goes on from, if any. `isFirst`: the namespace holds nothing at all. */
export async function findVisit(
  hosts: VisitHosts,
  namespace: string,
): Promise<{ tuple: CheckpointTuple | undefined; isFirst: boolean }> {
  const [host] = hosts;
  const { saver, branching } = host.store;
  const configurable = { thread_id: host.store.threadId, checkpoint_ns: namespace };
  const latest = await readTuple(saver, { configurable });
  if (!latest || !branching || isSameVisit(latest, host)) return { tuple: latest, isFirst: !latest };
  const paths = hosts.map((each) => HostPath.of(each, branching));
  if (await isOnPath(latest, paths)) return { tuple: latest, isFirst: false };
  for await (const tuple of readList(saver, { configurable })) {
    if (isSameVisit(tuple, host) || (await isOnPath(tuple, paths))) return { tuple, isFirst: false };
  }
  // I2
  return { tuple: undefined, isFirst: false };
}

/** I1 */
async function isOnPath(visit: CheckpointTuple, paths: readonly HostPath[]): Promise<boolean> {
  for (const path of paths) if (await path.hasPassed(visit)) return true;
  return false;
}

/** True when the checkpoint was made by a visit from this very task step: to go on means to resume it. */
export function isSameVisit({ metadata }: CheckpointTuple, { store, checkpointId }: VisitHost): boolean {
  return metadata.parents?.[store.namespace] === checkpointId;
}

/** True when an earlier attempt of this very task step began the visit. */
export async function hasBegun({ store, checkpointId }: VisitHost, namespace: string): Promise<boolean> {
  const configurable = { thread_id: store.threadId, checkpoint_ns: namespace };
  const latest = await readTuple(store.saver, { configurable });
  if (!latest || isSameVisit(latest, { store, checkpointId })) return latest !== undefined;
  // Where a state is kept over the thread, visits of other branches may have come after.
  for await (const tuple of readList(store.saver, { configurable }))
    if (isSameVisit(tuple, { store, checkpointId })) return true;
  return false;
}
