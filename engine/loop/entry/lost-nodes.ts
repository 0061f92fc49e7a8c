import { nodeOfBranch, TASKS } from '../../channels/names';
import type { CheckpointTuple } from '../../checkpoint/checkpoint';
import type { Send } from '../../control/send';
import { EngineError } from '../../errors';
import type { Blueprint } from '../../graph/blueprint';

/** Nodes that the checkpoint would run next and that the graph, changed since, no longer has. One entry per task. */
export function lostNodes(blueprint: Blueprint, { checkpoint }: CheckpointTuple): string[] {
  const { channel_values: values, channel_versions: versions, versions_seen: seen } = checkpoint;
  const lost: string[] = [];
  for (const { node } of (values[TASKS] ?? []) as readonly Send[]) {
    if (!blueprint.nodes.has(node)) lost.push(node);
  }
  for (const channel of Object.keys(values)) {
    const node = nodeOfBranch(channel);
    if (node === null || blueprint.nodes.has(node)) continue;
    if (seen[node]?.[channel] !== versions[channel]) lost.push(node);
  }
  return lost;
}

/** Going on without them would end the run as if all were done. @throws EngineError UNKNOWN_NODE */
export function refuseLostNodes(blueprint: Blueprint, tuple: CheckpointTuple): void {
  const lost = [...new Set(lostNodes(blueprint, tuple))];
  if (lost.length === 0) return;
  throw new EngineError(
    'UNKNOWN_NODE',
    `The checkpoint goes on at ${lost.map((name) => `"${name}"`).join(', ')}, which this graph no longer has; put it back, fork from an earlier step, or update the state as a node that leads on.`,
  );
}
