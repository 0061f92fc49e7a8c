import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Breakpoint } from '@/lib/contracts/breakpoint';
import type { ForkRequest, ForkResult, Preview, PreviewRequest } from '@/lib/contracts/fork';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import type { StrikeForkRequest } from '@/lib/contracts/strike';
import { toWireBreakpoints } from '@/lib/inspect/breakpoint-list';
import { takenOverLimit } from '@/lib/inspect/recursion-limit';
import { withKnownNodes } from '@/lib/inspect/replay-choices';
import { lastRunOf } from '@/lib/inspect/run-options';
import { debuggerThreadPath, request, threadPath } from './api';
import { readBreakpoints } from './breakpoints';
import { CLIENT_KEY, ownClient } from './client-id';
import { graphsQuery } from './graphs';
import { timelineKeys, timelineQuery } from './timeline';
import { keepPolicy, keptPolicy } from './unrun-policies';

/** Where a run goes on: at a branch's tip, or from a checkpoint of the past, which starts a branch. */
export type RunPosition = { branchId: string } | { checkpointId: string };

interface RunOn {
  graphId: string;
  at: RunPosition;
  /** Default: that of the branch's last run, so that what stood in for nodes goes on doing so. */
  replayPolicy?: ReplayPolicy | undefined;
}

interface ForkRun {
  graphId: string;
  run: boolean;
  replayPolicy?: ReplayPolicy | undefined;
}

export interface StartedRun {
  run_id: string;
  thread_id: string;
}

/** Creates a thread of a graph, starts it on the input, and answers the new thread's id. */
export function useStartThread() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ graphId, input }: { graphId: string; input: unknown }) => {
      const thread = await request<{ thread_id: string }>('/threads', {
        method: 'POST',
        body: { metadata: { graph_id: graphId } },
      });
      await postRun(thread.thread_id, { assistant_id: graphId, input, breakpoints: inForce(client, graphId) });
      return thread.thread_id;
    },
  });
}

/** Runs on from a position to the end, the next question, a failure or a breakpoint; `until` is one for this run alone. */
export function useContinueRun(threadId: string) {
  const client = useQueryClient();
  return useThreadMutation(threadId, ({ graphId, at, until, replayPolicy }: RunOn & { until?: Breakpoint }) => {
    const breakpoints = [...(until === undefined ? [] : [until]), ...inForce(client, graphId)];
    return postRun(threadId, {
      assistant_id: graphId,
      input: null,
      config: configAt(client, threadId, at),
      breakpoints,
      replay_policy: replayPolicy ?? branchPolicy(client, threadId, graphId, at),
    });
  });
}

/** Runs exactly one super-step; a breakpoint inside of a subgraph stops it earlier. */
export function useStepRun(threadId: string) {
  const client = useQueryClient();
  return useThreadMutation(threadId, ({ graphId, at, replayPolicy }: RunOn) => {
    const breakpoints = inForce(client, graphId);
    return postRun(threadId, {
      assistant_id: graphId,
      input: null,
      config: configAt(client, threadId, at),
      interrupt_after: '*',
      breakpoints,
      replay_policy: replayPolicy ?? branchPolicy(client, threadId, graphId, at),
    });
  });
}

/** Lets the running step finish and stops before the next. */
export function usePauseRun(threadId: string) {
  return useThreadMutation(threadId, ({ runId }: { runId: string }) =>
    request<void>(`${debuggerThreadPath(threadId)}/runs/${encodeURIComponent(runId)}/pause`, { method: 'POST' }),
  );
}

/** Stops a run; tasks that finished keep their writes. */
export function useStopRun(threadId: string) {
  return useThreadMutation(threadId, ({ runId }: { runId: string }) =>
    request<void>(`${threadPath(threadId)}/runs/${encodeURIComponent(runId)}/cancel`, {
      method: 'POST',
      query: { action: 'interrupt', wait: 1 },
    }),
  );
}

/** `answers` maps an interrupt's id to its answer; questions that are not in it go on waiting. */
export function useAnswerInterrupts(threadId: string) {
  const client = useQueryClient();
  return useThreadMutation(
    threadId,
    ({ graphId, at, answers }: { graphId: string; at: RunPosition; answers: Record<string, unknown> }) =>
      postRun(threadId, {
        assistant_id: graphId,
        command: { resume: answers },
        config: configAt(client, threadId, at),
        breakpoints: inForce(client, graphId),
        replay_policy: branchPolicy(client, threadId, graphId, at),
      }),
  );
}

/** Saves an edit as a branch of its own and, when asked to, runs it. */
export function useFork(threadId: string) {
  const client = useQueryClient();
  return useThreadMutation(
    threadId,
    async ({ graphId, run, replayPolicy, ...fork }: ForkRequest & ForkRun): Promise<ForkResult> => {
      const made = await postFork(threadId, 'fork', fork);
      if (run) await runFork(client, threadId, { made, origin: fork }, { graphId, replayPolicy });
      else if (replayPolicy !== undefined) keepPolicy(made.branchId, replayPolicy);
      return made;
    },
  );
}

/** Saves a step without one of its writes as a branch of its own and, when asked to, runs it. */
export function useForkWithout(threadId: string) {
  const client = useQueryClient();
  return useThreadMutation(threadId, async ({ graphId, run, ...fork }: StrikeForkRequest & ForkRun) => {
    const made = await postFork(threadId, 'fork-without', fork);
    if (run) await runFork(client, threadId, { made, origin: fork }, { graphId });
    return made;
  });
}

function postFork(threadId: string, what: string, fork: object): Promise<ForkResult> {
  const body = { ...fork, clientId: ownClient().clientId };
  return request<ForkResult>(`${debuggerThreadPath(threadId)}/${what}`, { method: 'POST', body });
}

async function runFork(
  client: QueryClient,
  threadId: string,
  { made, origin }: { made: ForkResult; origin: { checkpointId: string } },
  { graphId, replayPolicy }: Omit<ForkRun, 'run'>,
): Promise<void> {
  // Where nothing follows inside, the graphs around go on all the same.
  if (made.next.length === 0 && made.inside === null) return;
  await postRun(threadId, {
    assistant_id: graphId,
    input: null,
    config: configAt(client, threadId, { branchId: made.branchId }, origin),
    breakpoints: inForce(client, graphId),
    replay_policy: replayPolicy,
  });
}

/** What an edit would do; nothing is written. */
export function previewQuery(threadId: string, preview: PreviewRequest) {
  return queryOptions({
    queryKey: ['preview', threadId, preview] as const,
    queryFn: ({ signal }) =>
      request<Preview>(`${debuggerThreadPath(threadId)}/preview`, { method: 'POST', body: preview, signal }),
    gcTime: 30_000,
  });
}

function postRun(threadId: string, body: Record<string, unknown>): Promise<StartedRun> {
  const metadata = { [CLIENT_KEY]: ownClient().clientId };
  return request<StartedRun>(`${threadPath(threadId)}/runs`, { method: 'POST', body: { ...body, metadata } });
}

/** Those at nodes that the graph does not have any more would have the run refused: they are left out, and the list says so. */
function inForce(client: QueryClient, graphId: string): Breakpoint[] {
  return toWireBreakpoints(readBreakpoints(graphId), knownNodes(client, graphId));
}

/** With which policy the branch was run last, or forked when it was not run since, when the run goes on at its tip. */
function branchPolicy(
  client: QueryClient,
  threadId: string,
  graphId: string,
  at: RunPosition,
): ReplayPolicy | undefined {
  if (!('branchId' in at)) return undefined;
  const runs = client.getQueryData(timelineQuery(threadId).queryKey)?.runs ?? [];
  const last = lastRunOf(runs, at.branchId);
  const policy = last ? last.replayPolicy : keptPolicy(at.branchId);
  return policy && withKnownNodes(policy, knownNodes(client, graphId));
}

/** Null while the graphs are not known. */
function knownNodes(client: QueryClient, graphId: string): string[] | null {
  const card = client.getQueryData(graphsQuery.queryKey)?.graphs.find((graph) => graph.graphId === graphId);
  return card?.graph?.nodes.map((node) => node.id) ?? null;
}

/** `origin`: what it goes on from, where that is another place: a fork that was made just now. */
function configAt(client: QueryClient, threadId: string, at: RunPosition, origin: RunPosition = at) {
  const timeline = client.getQueryData(timelineQuery(threadId).queryKey);
  return {
    // Undefined, it is not sent.
    recursion_limit: timeline && takenOverLimit(timeline, origin),
    configurable: 'branchId' in at ? { branch: at.branchId } : { checkpoint_id: at.checkpointId },
  };
}

/** Afterwards the thread's timeline is read again, so that the page is right even while the stream is down. */
function useThreadMutation<Variables, Answer>(threadId: string, mutationFn: (variables: Variables) => Promise<Answer>) {
  const client: QueryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) }),
  });
}
