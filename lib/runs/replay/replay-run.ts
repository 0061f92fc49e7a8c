import type { AnswerRule, GivenAnswer, HoldRule, StepBoundary, TaskToAnswer } from '@/engine';
import type { NodePolicy, ReplayHold, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { fromWire } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { AppError } from '../app-error';
import type { EngineConstructors, RunsContext } from '../context';
import { branchNotFound } from '../placement';
import { type ReplayStart, readReplayStart } from './recorded-results';

/** The policy of one run: the rules that the engine asks, and what it stopped before. */
export interface ReplayRun {
  holdWhen: HoldRule;
  answerFor: AnswerRule;
  hold: ReplayHold | null;
}

type MockedAnswer = Extract<GivenAnswer, { kind: 'mocked' }>;

/** In the metadata of a run that stopped since nothing recorded was left. */
export const HOLD_KEY = 'retrograph_replay_hold';

/**
 * R1 The k-th task of a node since the branch parted takes the k-th recorded result, whichever run makes it: a run that goes
 *    on counts what its branch did before.
 * R2 Before a step with a task for which nothing is left, the run stops. The node is not executed unless a person says so.
 * R3 Tasks of a step are counted in their order, so that it does not matter which of them were done by an earlier run.
 */
export function replayRun(
  context: RunsContext,
  { threadId, policy }: { threadId: string; policy: ReplayPolicy },
): ReplayRun {
  const policies = Object.entries(policy.nodes);
  const reused = new Set(policies.flatMap(([node, given]) => (given.do === 'reuse' ? [node] : [])));
  const stops = new Set(policies.flatMap(([node, given]) => (asksWhenGone(given) ? [node] : [])));
  const mocked = new Map(policies.map(([node, given]) => [node, mockedAnswer(context.engine, given)]));
  const counts = new Map<string, number>();
  let started: Promise<ReplayStart> | null = null;
  const replay: ReplayRun = { holdWhen, answerFor, hold: null };
  return replay;

  /** Where the run stands is known once the engine has found its checkpoint. */
  function start({ checkpointId }: StepBoundary): Promise<ReplayStart> {
    started ??= readReplayStart(context, { threadId, checkpointId, original: policy.original ?? null }, reused).then(
      (found) => {
        for (const [node, count] of found.ranSince) counts.set(node, count);
        return found;
      },
    );
    return started;
  }

  async function holdWhen(boundary: StepBoundary): Promise<boolean> {
    if (boundary.path.length > 0 || reused.size === 0) return false;
    const { recorded } = await start(boundary);
    if (boundary.when === 'after') {
      for (const node of boundary.nodes) counts.set(node, countOf(node) + 1);
      return false;
    }
    const here = new Map<string, number>();
    for (const node of boundary.nodes) {
      if (!stops.has(node)) continue;
      const before = here.get(node) ?? 0;
      here.set(node, before + 1);
      const occurrence = countOf(node) + before;
      if ((await recorded.writes(node, occurrence)) !== null) continue;
      replay.hold = { node, occurrence: occurrence + 1, message: missing(node, occurrence, recorded.count(node)) };
      return true;
    }
    return false;
  }

  async function answerFor({ node, path, index }: TaskToAnswer): Promise<GivenAnswer | undefined> {
    if (path.length > 0) return undefined;
    const occurrence = countOf(node) + index;
    const writes = reused.has(node) ? await (await started)?.recorded.writes(node, occurrence) : null;
    if (writes) return { kind: 'reused', writes };
    // They were there when the step began (R2).
    if (stops.has(node)) throw new Error(missing(node, occurrence, occurrence + 1));
    return mocked.get(node) ?? undefined;
  }

  function countOf(node: string): number {
    return counts.get(node) ?? 0;
  }
}

function missing(node: string, occurrence: number, count: number): string {
  const which = ordinal(occurrence + 1);
  if (occurrence < count) return `The recorded result of "${node}" is not stored any more: ${which} occurrence.`;
  return `No recorded result of "${node}" is left: ${which} occurrence.`;
}

function ordinal(number: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(number);
  return `${number}${{ one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[rule]}`;
}

function asksWhenGone(policy: NodePolicy): boolean {
  return policy.do === 'reuse' && policy.whenGone === undefined;
}

function mockedAnswer({ Command }: EngineConstructors, policy: NodePolicy): MockedAnswer | null {
  const mock = policy.do === 'reuse' ? policy.whenGone : policy;
  if (mock?.do !== 'mock') return null;
  const update = fromWire(mock.update, 'replay_policy') as Record<string, unknown>;
  return { kind: 'mocked', result: mock.goto === undefined ? update : new Command({ update, goto: mock.goto }) };
}

/** What a run asks for besides its policy. */
interface ReplayPlace {
  threadId: string;
  namespace: string;
  /** It goes on from where the thread stands, without a new input. */
  goesOn: boolean;
}

/** @throws AppError INVALID_CONFIG naming the node and what is wrong with it; BRANCH_NOT_FOUND */
export async function checkReplayPolicy(
  context: RunsContext,
  graph: ServedGraph,
  { original, nodes }: ReplayPolicy,
  { threadId, namespace, goesOn }: ReplayPlace,
): Promise<void> {
  if (namespace !== '') throw refused('it is for runs of the root graph, and the run names a checkpoint of a subgraph');
  const known = graph.getGraph().nodes.flatMap(({ id, type }) => (type === 'runnable' ? [id] : []));
  for (const [node, policy] of Object.entries(nodes)) {
    if (!known.includes(node)) throw unknownNode(node, known);
    if (policy.do === 'reuse' && !goesOn) {
      throw refused(`"${node}" is to be reused, and a new input has no original branch. Mock it, or let it run`);
    }
    const answer = mockedAnswer(context.engine, policy);
    if (answer) checkMocked(graph, node, answer.result);
  }
  if (original === undefined) return;
  const branches = await context.store.saver.readBranches(threadId);
  if (!branches.some(({ branchId }) => branchId === original)) throw branchNotFound(threadId, original);
}

function unknownNode(node: string, known: readonly string[]): AppError {
  const [outer = ''] = node.split('|');
  if (outer !== node && known.includes(outer)) {
    return refused(`"${node}" is inside of a subgraph. Name the node that it runs in, "${outer}"`);
  }
  return refused(`it names the node "${node}", which the graph does not have. Its nodes: ${known.join(', ')}`);
}

function checkMocked(graph: ServedGraph, node: string, result: unknown): void {
  try {
    graph.checkResult(node, result);
  } catch (error) {
    throw refused(`the mocked result of "${node}" does not fit: ${error instanceof Error ? error.message : error}`);
  }
}

function refused(why: string): AppError {
  return new AppError('INVALID_CONFIG', `The replay_policy is refused: ${why.replace(/\.$/, '')}.`);
}
