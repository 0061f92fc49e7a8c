import type { CheckpointTuple } from '../checkpoint/checkpoint';
import { taskId } from '../checkpoint/ids';
import { levelsOf, ROOT_NAMESPACE } from '../checkpoint/namespace';
import type { BranchingSaver } from '../checkpoint/saver';
import { compareVersions } from '../checkpoint/version';
import { placeOf, tuplesOf } from './history';

const TASK_ID = /:[0-9a-f-]{36}$/;

/**
 * What is wrong with the history of a thread, in words; nothing when it is well-formed.
 * @param savesAll every step was saved; otherwise a subgraph may belong to a step that was not
 */
export async function flawsOf(saver: BranchingSaver, threadId: string, { savesAll = true } = {}): Promise<string[]> {
  const tuples = await tuplesOf(saver, threadId);
  const byPlace = new Map(tuples.map((tuple) => [placeOf(tuple), tuple]));
  const flaws = tuples.flatMap((tuple) => [...flawsOfLink(tuple, byPlace), ...flawsOfParents(tuple)]);
  if (savesAll) flaws.push(...tuples.flatMap((tuple) => lostParentsOf(tuple, byPlace)));
  for (const namespace of new Set(tuples.map(namespaceOf))) {
    const own = tuples.filter((tuple) => namespaceOf(tuple) === namespace);
    flaws.push(...flawsOfRoots(namespace, own), ...(await flawsOfBranches(saver, threadId, namespace, own)));
    flaws.push(...(await flawsOfTasks(saver, threadId, namespace)));
  }
  return flaws;
}

/** What is stored of a task can be found again: under the id that follows from where it ran. */
async function flawsOfTasks(saver: BranchingSaver, threadId: string, namespace: string): Promise<string[]> {
  const rows = await saver.readTimeline(threadId, { namespace, limit: 10_000 });
  const steps = new Map(rows.map(({ checkpointId, step }) => [checkpointId, step]));
  return rows.flatMap(({ parentId, step, tasks }) => {
    // Where steps in between were not saved, their tasks ran on checkpoints that are not there.
    if (parentId === null || steps.get(parentId) !== step - 1) return [];
    return tasks
      .filter(({ id, node, path }) => id !== taskId(parentId, namespace, step, node, path))
      .map(({ node }) => `task ${node} of step ${step} in "${namespace}" has another id than it ran under`);
  });
}

/** A parent exists in the same namespace, is older and some steps back: only one where every step is saved; no version goes back on the way. */
function flawsOfLink(tuple: CheckpointTuple, byPlace: ReadonlyMap<string, CheckpointTuple>): string[] {
  if (!tuple.parentConfig) return [];
  const parent = byPlace.get(placeOf({ config: tuple.parentConfig }));
  const at = placeOf(tuple);
  if (!parent) return [`${at} has a parent that is not there`];
  const flaws: string[] = [];
  if (namespaceOf(parent) !== namespaceOf(tuple)) flaws.push(`${at} has its parent in another namespace`);
  if (parent.checkpoint.id >= tuple.checkpoint.id) flaws.push(`${at} is not newer than its parent`);
  if (tuple.metadata.step <= parent.metadata.step) {
    flaws.push(`${at} is step ${tuple.metadata.step} after step ${parent.metadata.step}`);
  }
  for (const [channel, version] of Object.entries(parent.checkpoint.channel_versions)) {
    const now = tuple.checkpoint.channel_versions[channel];
    if (now === undefined || compareVersions(now, version) < 0) flaws.push(`${at} went back in channel ${channel}`);
  }
  return flaws;
}

/** A subgraph's checkpoint names one of each graph around it. */
function flawsOfParents(tuple: CheckpointTuple): string[] {
  const around = Object.keys(tuple.metadata.parents);
  const at = placeOf(tuple);
  const levels = levelsOf(namespaceOf(tuple));
  if (levels.length === 0) return around.length > 0 ? [`${at} is a root's and has parents`] : [];
  const nodes = levels.map(nodeOfLevel);
  const encloses = (outer: string) => levelsOf(outer).every((level, index) => nodes[index] === nodeOfLevel(level));
  const flaws = around.filter((outer) => !encloses(outer)).map((outer) => `${at} is not inside of "${outer}"`);
  return ROOT_NAMESPACE in tuple.metadata.parents ? flaws : [...flaws, `${at} names no checkpoint of the root graph`];
}

function lostParentsOf(tuple: CheckpointTuple, byPlace: ReadonlyMap<string, CheckpointTuple>): string[] {
  return Object.entries(tuple.metadata.parents)
    .filter(([namespace, id]) => !byPlace.has(placeOf({ config: configOf(namespace, id) })))
    .map(([namespace]) => `${placeOf(tuple)} belongs to a checkpoint of "${namespace}" that is not there`);
}

function nodeOfLevel(level: string): string {
  return level.split(':')[0] as string;
}

/** One root; a graph that keeps its state over the thread has one more for each branch that began without it. */
function flawsOfRoots(namespace: string, tuples: readonly CheckpointTuple[]): string[] {
  const count = tuples.filter(({ parentConfig }) => !parentConfig).length;
  const [innermost] = levelsOf(namespace)
    .filter((level) => !/^\d+$/.test(level))
    .slice(-1);
  const isKept = innermost !== undefined && !TASK_ID.test(innermost);
  return count === 1 || (isKept && count > 0) ? [] : [`"${namespace}" has ${count} roots`];
}

async function flawsOfBranches(
  saver: BranchingSaver,
  threadId: string,
  namespace: string,
  tuples: readonly CheckpointTuple[],
): Promise<string[]> {
  const ids = new Set(tuples.map(({ checkpoint }) => checkpoint.id));
  const branches = await saver.readBranches(threadId, namespace);
  const flaws: string[] = [];
  if (branches.filter(({ isHead }) => isHead).length !== 1) flaws.push(`"${namespace}" has not one head`);
  for (const { branchId, tipId, forkCheckpointId } of branches) {
    if (!ids.has(tipId)) flaws.push(`branch ${branchId} has no tip`);
    if (forkCheckpointId !== null && !ids.has(forkCheckpointId)) flaws.push(`branch ${branchId} comes from nowhere`);
  }
  const known = new Set(branches.map(({ branchId }) => branchId));
  for (const tuple of tuples) {
    if (!tuple.position || !known.has(tuple.position.branchId)) flaws.push(`${placeOf(tuple)} is on no branch`);
  }
  return flaws;
}

function namespaceOf({ config }: CheckpointTuple): string {
  return config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
}

function configOf(namespace: string, checkpointId: string) {
  return { configurable: { checkpoint_ns: namespace, checkpoint_id: checkpointId } };
}
