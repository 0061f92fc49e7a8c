import type { CommandBody, RunBody } from '@/lib/contracts/protocol';
import { fromWire } from '@/lib/contracts/wire-value';
import type { GraphEntry } from '@/lib/graphs/registry';
import { AppError } from '@/lib/runs/app-error';
import { requireAssistant } from '@/lib/runs/served-thread';
import type { RunCommand, StartRunRequest } from '@/lib/runs/start-run';
import type { ProtocolMode } from '@/lib/runs/stream-events';
import type { Runtime } from '@/lib/runtime/runtime';
import { type CheckpointPlace, placeOf, textOrNull } from './checkpoint-place';

/** Keys of `configurable` that say where a run goes; they never stick to the thread. */
const PLACE_KEYS = ['thread_id', 'checkpoint_id', 'checkpoint_ns', 'checkpoint_map', 'branch'];

/** What the protocol's run body asks for, in the verb's words. @throws AppError for what is understood and not supported. */
export function toStartRequest(
  runtime: Runtime,
  body: RunBody,
  thread: { threadId: string; isTemporary: boolean },
): StartRunRequest {
  const entry = requireAssistant(runtime, body.assistant_id);
  const given = body.config?.configurable ?? {};
  const configurable = Object.fromEntries(Object.entries(given).filter(([key]) => !PLACE_KEYS.includes(key)));
  const modes = body.stream_mode ?? ['values'];
  refuseUnsupported(body);
  const metadata = { ...body.config?.metadata, ...body.metadata };
  return {
    threadId: thread.threadId,
    entry,
    input: inputOf(body),
    ...placeOfRun(body, given),
    branchId: textOrNull(given.branch),
    configurable,
    ...(body.context != null && { context: body.context }),
    ...(body.config?.recursion_limit !== undefined && { recursionLimit: body.config.recursion_limit }),
    ...(body.config?.tags !== undefined && { tags: body.config.tags }),
    metadata,
    ...(body.interrupt_before != null && {
      interruptBefore: nodesOf(entry, body.interrupt_before, 'interrupt_before'),
    }),
    ...(body.interrupt_after != null && { interruptAfter: nodesOf(entry, body.interrupt_after, 'interrupt_after') }),
    ...(body.breakpoints != null && { breakpoints: body.breakpoints }),
    ...(body.replay_policy != null && { replayPolicy: body.replay_policy }),
    ...(body.durability != null && { durability: body.durability }),
    modes,
    subgraphs: body.stream_subgraphs ?? false,
    strategy: body.multitask_strategy ?? 'reject',
    createsThread: thread.isTemporary || body.if_not_exists === 'create',
    isTemporary: thread.isTemporary,
    delayMs: (body.after_seconds ?? 0) * 1000,
    kwargs: kwargsOf(body, { entry, modes, thread, configurable, metadata }),
  };
}

function inputOf(body: RunBody): StartRunRequest['input'] {
  const command = body.command == null ? null : commandOf(body.command);
  if (command === null)
    return { kind: 'values', values: body.input === undefined ? null : fromWire(body.input, 'input') };
  if (body.input != null) throw new AppError('UNSUPPORTED', 'A run takes either "input" or "command", not both.');
  return { kind: 'command', command };
}

function commandOf(body: CommandBody): RunCommand | null {
  const { update, goto, resume } = body;
  // A null answer counts only where it stands alone: clients write `resume: null` beside an update and mean none.
  const answers = resume !== undefined && (resume !== null || (update == null && goto == null));
  if (update == null && goto == null && !answers) return null;
  const targets = goto == null ? undefined : [goto].flat();
  return {
    ...(update != null && { update: fromWire(update, 'command.update') as Record<string, unknown> }),
    ...(targets !== undefined && {
      goto: targets.map((target) =>
        typeof target === 'string' ? target : { node: target.node, input: fromWire(target.input, 'command.goto') },
      ),
    }),
    ...(answers && { resume: { value: fromWire(resume, 'command.resume') } }),
  };
}

/** From the body, else from `configurable`. */
function placeOfRun(body: RunBody, given: Record<string, unknown>): CheckpointPlace {
  const place = placeOf(body.checkpoint ?? { checkpoint_ns: textOrNull(given.checkpoint_ns) });
  return { ...place, checkpointId: body.checkpoint_id ?? place.checkpointId ?? textOrNull(given.checkpoint_id) };
}

function refuseUnsupported(body: RunBody): void {
  if (body.webhook != null)
    throw new AppError('UNSUPPORTED', 'Webhooks are not supported. Join the run to hear of its end.');
}

function nodesOf(entry: GraphEntry, nodes: string[] | '*', key: string): string[] | '*' {
  if (nodes === '*' || entry.graph === null) return nodes;
  const known = entry.graph
    .getGraph()
    .nodes.filter((node) => node.type === 'runnable')
    .map((node) => node.id);
  const unknown = nodes.filter((node) => !known.includes(node));
  if (unknown.length === 0) return nodes;
  throw new AppError(
    'UNSUPPORTED',
    `"${key}" names ${unknown.map((node) => `"${node}"`).join(', ')}, which the graph does not have. Its nodes: ${known.join(', ')}.`,
  );
}

function kwargsOf(
  body: RunBody,
  parts: {
    entry: GraphEntry;
    modes: ProtocolMode[];
    thread: { threadId: string; isTemporary: boolean };
    configurable: Record<string, unknown>;
    metadata: Record<string, unknown>;
  },
): Record<string, unknown> {
  const { entry, modes, thread, configurable, metadata } = parts;
  const ids = { graph_id: entry.graphId, assistant_id: entry.assistantId };
  return {
    input: body.input ?? null,
    ...(body.command != null && { command: body.command }),
    config: {
      ...(body.config?.tags !== undefined && { tags: body.config.tags }),
      ...(body.config?.recursion_limit !== undefined && { recursion_limit: body.config.recursion_limit }),
      configurable: { ...configurable, thread_id: thread.threadId, ...ids },
      metadata: { ...metadata, ...ids },
    },
    context: body.context ?? {},
    ...(body.interrupt_before != null && { interrupt_before: body.interrupt_before }),
    ...(body.interrupt_after != null && { interrupt_after: body.interrupt_after }),
    ...(body.breakpoints != null && { breakpoints: body.breakpoints }),
    ...(body.replay_policy != null && { replay_policy: body.replay_policy }),
    ...(body.durability != null && { durability: body.durability }),
    stream_mode: modes,
    temporary: thread.isTemporary,
    subgraphs: body.stream_subgraphs ?? false,
    resumable: body.stream_resumable ?? false,
  };
}
