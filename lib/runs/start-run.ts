import { v7 } from 'uuid';
import type { HoldRule } from '@/engine';
import type { Breakpoint } from '@/lib/contracts/breakpoint';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import type { GraphEntry } from '@/lib/graphs/registry';
import type { Durability, NodeSelection } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import { AppError } from './app-error';
import { checkBreakpoints, watchBreakpoints } from './breakpoints';
import { claimOrWait } from './claim-run';
import type { RunsContext } from './context';
import type { LiveRun, RunPlan } from './live-run';
import { checkReplayPolicy, replayRun } from './replay/replay-run';
import { withCode, withoutOrigin } from './run-origin';
import { requireLoaded, threadNotFound } from './served-thread';
import type { ProtocolMode } from './stream-events';

export interface RunCommand {
  update?: Record<string, unknown> | [string, unknown][];
  goto?: (string | { node: string; input: unknown })[];
  resume?: { value: unknown };
}

export interface StartRunRequest {
  threadId: string;
  entry: GraphEntry;
  /** A new input, null to continue, or a command. */
  input: { kind: 'values'; values: unknown } | { kind: 'command'; command: RunCommand };
  checkpointId: string | null;
  /** The graph that the checkpoint is of: a subgraph's namespace, or the root's, which is empty. */
  namespace: string;
  /** Continue this branch at its tip instead of the head. */
  branchId: string | null;
  configurable: Record<string, unknown>;
  context?: unknown;
  recursionLimit?: number;
  tags?: string[];
  metadata: Record<string, unknown>;
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
  /** Where to stop besides. */
  breakpoints?: readonly Breakpoint[];
  /** Which nodes do not run, and what stands in for them. */
  replayPolicy?: ReplayPolicy;
  durability?: Durability;
  modes: ProtocolMode[];
  /** Stream the events of subgraphs, too. */
  subgraphs: boolean;
  strategy: 'reject' | 'enqueue' | 'interrupt' | 'rollback';
  createsThread: boolean;
  /** The thread lives only for this run. */
  isTemporary: boolean;
  delayMs: number;
  /** The request as the protocol shows it again. */
  kwargs: Record<string, unknown>;
}

/**
 * Claims the branch and starts the run. Resolves when the run is registered, not when it ends.
 * @throws AppError RUN_REJECTED when the branch has a run and the strategy is "reject".
 */
export async function startRun(context: RunsContext, request: StartRunRequest): Promise<LiveRun> {
  if (context.executor.isClosing) throw new AppError('STOPPING', 'The server is stopping; try again in a moment.');
  refuseInputForSubgraph(request);
  const plan = planOf(context, request);
  await checkBreakpoints(request.breakpoints ?? [], plan.graph, context.conditions);
  if (request.replayPolicy) await checkReplayPolicy(context, plan.graph, request.replayPolicy, placeOf(request));
  await ensureThread(context, request);
  const record = recordOf(context, request);
  return claimOrWait(context, { record, plan, request });
}

function placeOf({ threadId, namespace, input }: StartRunRequest) {
  return { threadId, namespace, goesOn: input.kind === 'command' || input.values === null };
}

/** The engine refuses it too, but only when the run has begun. */
function refuseInputForSubgraph({ input, checkpointId, namespace }: StartRunRequest): void {
  const isNew = input.kind === 'values' && input.values !== null;
  if (!isNew || namespace === '' || checkpointId === null) return;
  throw new AppError(
    'INVALID_CONFIG',
    `A new input goes to the root graph, and the run names a checkpoint of the subgraph "${namespace}". Leave "checkpoint" out, or continue from there without an input.`,
  );
}

function planOf(context: RunsContext, request: StartRunRequest): RunPlan {
  const graph = requireLoaded(request.entry);
  const { interruptBefore, interruptAfter, breakpoints = [], recursionLimit, tags, durability } = request;
  const watch = breakpoints.length === 0 ? null : watchBreakpoints(breakpoints, context.conditions);
  const { threadId, replayPolicy: policy } = request;
  const replay = policy ? replayRun(context, { threadId, policy }) : null;
  return {
    graph,
    input: request.input.kind === 'values' ? request.input.values : commandOf(context, request.input.command),
    config: {
      configurable: { ...request.configurable, thread_id: request.threadId },
      metadata: metadataOf(request),
      ...(request.context !== undefined && { context: request.context }),
      ...(interruptBefore !== undefined && { interruptBefore }),
      ...(interruptAfter !== undefined && { interruptAfter }),
      ...((watch || replay) && { holdWhen: firstToHold(replay?.holdWhen, watch?.holdWhen) }),
      ...(replay && { answerFor: replay.answerFor }),
      control: new context.engine.RunControl(),
      ...(recursionLimit !== undefined && { recursionLimit }),
      ...(tags !== undefined && { tags }),
      ...(durability !== undefined && { durability }),
    },
    begin: null,
    watch,
    replay,
    modes: request.modes,
    subgraphs: request.subgraphs,
    metadata: metadataOf(request),
    keepsEvents: !request.isTemporary,
  };
}

/** The policy's comes first: it counts what has run. */
function firstToHold(...rules: (HoldRule | undefined)[]): HoldRule {
  return async (boundary) => {
    for (const rule of rules) if (await rule?.(boundary)) return true;
    return false;
  };
}

function commandOf({ engine }: RunsContext, { update, goto, resume }: RunCommand): unknown {
  const targets = goto?.map((target) =>
    typeof target === 'string' ? target : new engine.Send(target.node, target.input),
  );
  return new engine.Command({
    ...(update !== undefined && { update }),
    ...(targets !== undefined && { goto: targets }),
    ...(resume !== undefined && { resume: resume.value }),
  });
}

function metadataOf({ entry, metadata }: StartRunRequest): Record<string, unknown> {
  return {
    ...withoutOrigin(metadata),
    graph_id: entry.graphId,
    assistant_id: entry.assistantId,
    created_by: 'system',
    run_attempt: 1,
  };
}

/** The thread remembers its graph and configuration, never a checkpoint: a run from the past must not move later ones. */
async function ensureThread(context: RunsContext, request: StartRunRequest): Promise<void> {
  const { threads } = context.store;
  const change = { graphId: request.entry.graphId, config: { configurable: request.configurable } };
  if ((await threads.update(request.threadId, change)) !== null) return;
  if (!request.createsThread) throw threadNotFound(request.threadId);
  await threads.create({ threadId: request.threadId, graphId: request.entry.graphId, metadata: {} });
  await threads.update(request.threadId, change);
}

function recordOf({ executor }: RunsContext, request: StartRunRequest): RunRecord {
  const now = Date.now();
  return {
    runId: v7(),
    threadId: request.threadId,
    graphId: request.entry.graphId,
    branchId: null,
    status: 'pending',
    reason: null,
    error: null,
    metadata: {
      ...withCode(request.metadata, request.entry),
      graph_id: request.entry.graphId,
      assistant_id: request.entry.assistantId,
      created_by: 'system',
    },
    kwargs: request.kwargs,
    multitaskStrategy: request.strategy,
    owner: executor.owner,
    heartbeatAt: now,
    createdAt: now,
    updatedAt: now,
  };
}
