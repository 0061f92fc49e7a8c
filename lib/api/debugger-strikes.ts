import { z } from 'zod';
import { threadId } from '@/lib/contracts/protocol';
import { type StrikePreview, type StruckState, strikeForkRequest, strikeRequest } from '@/lib/contracts/strike';
import { toWire, toWireState } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { type Difference, diffValues } from '@/lib/inspect/diff';
import { foldDifference } from '@/lib/inspect/fold-difference';
import { foldItem } from '@/lib/inspect/fold-value';
import { editMetadata } from '@/lib/runs/run-origin';
import type { FoundStrike } from '@/lib/runs/strike/find-strike';
import type { ReplayedState } from '@/lib/runs/strike/replay-strike';
import { forkWithout, previewStrike } from '@/lib/runs/strike/strike';
import type { SavedValues } from '@/lib/runs/strike/struck-channels';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });
/** Of what was written, what travels at once. */
const WRITE_BYTES = 8 * 1024;
/** The preview is stored nowhere. */
const NO_CHECKPOINT = '';

export const debuggerStrikeRoutes: Route[] = [
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/without-write',
    tag: 'debugger',
    summary: 'The state without one write, by the recorded writes of later steps; no node runs and nothing is saved',
    isRead: true,
    params,
    body: strikeRequest,
    answer: { status: 200, description: 'StrikePreview' },
    async handle({ runtime, params, body }): Promise<StrikePreview<Difference>> {
      const { checkpointId, taskId, channel = null, untilId = null } = body;
      const strike = { threadId: params.thread_id, checkpointId, taskId, channel, untilId };
      const { found, atStep, atEnd, ...preview } = await previewStrike(runtime, strike);
      return {
        ...preview,
        gone: found.gone,
        writes: writesOf(found, atStep),
        atStep: stateOf(found.graph, atStep),
        atEnd: atEnd && stateOf(found.graph, atEnd),
      };
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/fork-without',
    tag: 'debugger',
    summary: 'A branch that goes on from a step without one of its writes, and becomes the head',
    params,
    body: strikeForkRequest,
    answer: { status: 200, description: 'ForkResult' },
    handle: ({ runtime, params, body: { clientId, channel = null, name = null, ...strike } }) =>
      forkWithout(runtime, {
        threadId: params.thread_id,
        ...strike,
        channel,
        name,
        metadata: editMetadata(clientId),
      }),
  }),
];

function stateOf(graph: ServedGraph, { row, asWritten, without }: ReplayedState): StruckState<Difference> {
  const { checkpointId, step } = row;
  const address = { checkpointId, field: 'values' as const, path: [] };
  const difference = diffValues(shown(graph, asWritten), shown(graph, without));
  const sides = { before: address, after: { ...address, checkpointId: NO_CHECKPOINT } };
  return { checkpointId, step, difference: foldDifference(difference, sides) ?? null };
}

/** As the state shows them. A channel that is empty is no key. */
function shown(graph: ServedGraph, saved: SavedValues): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(saved)) if (each !== null) values[name] = each.value;
  const state = toWireState(graph.shownOf(values) as Record<string, unknown>);
  return Object.fromEntries(Object.keys(saved).flatMap((name) => (name in state ? [[name, state[name]]] : [])));
}

/** Several writes of one task to a channel as a list of them. */
function writesOf({ writes, before, taskId }: FoundStrike, { row, asWritten }: ReplayedState): Record<string, unknown> {
  const address = (name: string) =>
    taskId === null
      ? { checkpointId: row.checkpointId, field: 'values' as const, path: [name] }
      : { checkpointId: before.checkpointId, taskId, field: 'writes' as const, path: [name] };
  const entries = [...writes].map(([name, list]): [string, unknown] => [
    name,
    taskId === null ? asWritten[name]?.value : list.length === 1 ? list[0] : list,
  ]);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, foldItem(toWire(value), address(name), WRITE_BYTES)]),
  );
}
