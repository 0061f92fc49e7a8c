import { columnOf, type History } from './history';
import { orderBranches } from './lanes';
import { atColumn, branchPath, type Selection } from './path';

/** A place in a thread's history that a text leads to. */
export type Place =
  | { kind: 'branch'; branchId: string; name: string; isHead: boolean }
  | { kind: 'step'; step: number; branchName: string; selection: Selection }
  | { kind: 'checkpoint'; checkpointId: string; step: number; branchName: string };

const MOST_CHECKPOINTS = 5;
/** Less of an id is in too many of them. */
const LEAST_ID_LETTERS = 4;

/**
 * Branches whose name holds the text (all of them for none), the step of that number on each branch, the one shown
 * first (of no number: its first and last), and checkpoints whose id holds the text. Walks over all entries once.
 */
export function findPlaces(history: History, shownBranchId: string | null, text: string): Place[] {
  const wanted = text.trim().toLowerCase();
  const branches = orderBranches(history.branches);
  const named = branches.filter(({ name }) => `branch ${name}`.toLowerCase().includes(wanted));
  return [
    ...named.map(({ branchId, name, isHead }) => ({ kind: 'branch' as const, branchId, name, isHead })),
    ...stepsOf(history, shownBranchId, wanted),
    ...checkpointsOf(history, wanted),
  ];
}

/** `12`, `step 12`, `step -1` or `step`. */
function stepsOf(history: History, shownBranchId: string | null, wanted: string): Place[] {
  if (wanted === 'step') return endsOf(history, shownBranchId);
  const number = /^(?:step\s*)?(-?\d+)$/.exec(wanted)?.[1];
  if (number === undefined) return [];
  const step = Number(number);
  const seen = new Set<string>();
  const shownFirst = orderBranches(history.branches).toSorted(
    (a, b) => Number(b.branchId === shownBranchId) - Number(a.branchId === shownBranchId),
  );
  return shownFirst.flatMap(({ branchId, name }): Place[] => {
    const checkpointId = atStep(history, branchPath(history, branchId), step);
    if (checkpointId === undefined || seen.has(checkpointId)) return [];
    seen.add(checkpointId);
    return [{ kind: 'step', step, branchName: name, selection: { checkpointId, branchId } }];
  });
}

function endsOf(history: History, shownBranchId: string | null): Place[] {
  const branch = history.branches.find(({ branchId }) => branchId === shownBranchId);
  if (branch === undefined) return [];
  const { branchId, name } = branch;
  const path = branchPath(history, branchId);
  return [...new Set([path[0], path.at(-1)])].flatMap((checkpointId): Place[] => {
    const entry = history.byId.get(checkpointId ?? '');
    if (entry === undefined) return [];
    const selection = { checkpointId: entry.checkpointId, branchId };
    return [{ kind: 'step', step: entry.step, branchName: name, selection }];
  });
}

/** Steps ascend along a path, one by one unless its beginning was pruned. */
function atStep(history: History, path: readonly string[], step: number): string | undefined {
  const first = path[0];
  const firstEntry = first === undefined ? undefined : history.byId.get(first);
  if (first === undefined || firstEntry === undefined) return undefined;
  const guess = atColumn(history, path, columnOf(history, first) + step - firstEntry.step);
  if (guess !== undefined && history.byId.get(guess)?.step === step) return guess;
  return path.find((checkpointId) => history.byId.get(checkpointId)?.step === step);
}

function checkpointsOf(history: History, wanted: string): Place[] {
  if (wanted.length < LEAST_ID_LETTERS) return [];
  const names = new Map(history.branches.map(({ branchId, name }) => [branchId, name]));
  const found: Place[] = [];
  for (const { checkpointId, step, branchId } of history.entries) {
    if (!checkpointId.toLowerCase().includes(wanted)) continue;
    found.push({ kind: 'checkpoint', checkpointId, step, branchName: names.get(branchId) ?? branchId });
    if (found.length === MOST_CHECKPOINTS) break;
  }
  return found;
}
