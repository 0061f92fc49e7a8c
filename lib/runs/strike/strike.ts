import type { TimelineRow } from '@/engine';
import type { Struck } from '@/lib/contracts/strike';
import { AppError } from '../app-error';
import type { RunsContext } from '../context';
import { pathTo } from '../path';
import { nodesOnBranch, reachableFrom } from '../run-again';
import { configOf, type ForkedState, nameFork, runGraphCode } from '../update-state';
import { type FoundStrike, findStrike, type Strike } from './find-strike';
import { type ReplayedStrike, replayStrike } from './replay-strike';
import { struckMetadata } from './struck';

export interface PreviewedStrike extends ReplayedStrike {
  found: FoundStrike;
  struck: Struck;
  next: string[];
  willRun: string[];
  runAgain: string[];
}

/**
 * What the state would be without a write, at its step and, by the recorded writes of the steps behind it, at a later one.
 * Nothing is written and no node runs.
 * @param untilId default: the tip of the step's branch
 * @throws AppError CHECKPOINT_NOT_FOUND, GRAPH_NOT_LOADED, GRAPH_CODE_FAILED, INVALID_REQUEST, UNSUPPORTED
 */
export async function previewStrike(
  context: RunsContext,
  { untilId, ...strike }: Strike & { untilId: string | null },
): Promise<PreviewedStrike> {
  const found = await findStrike(context, strike);
  const { row, rows, graph } = found;
  const replayed = await replayStrike(context, found, wayTo(found, untilId ?? (await tipOf(context, found))));
  const drawn = graph.getGraph();
  // What was scheduled at the step stays so; a node that the graph lost is planned no more.
  const known = new Set(drawn.nodes.map(({ id }) => id));
  const next = row.next.filter((node) => known.has(node));
  const willRun = reachableFrom(next, drawn);
  const ranBefore = nodesOnBranch(rows, row.checkpointId, found.threadId);
  const runAgain = willRun.filter((node) => ranBefore.has(node));
  return { found, struck: struckOf(found), ...replayed, next, willRun, runAgain };
}

/**
 * A branch that begins with the step's state as it would be without the write, and becomes the head. What runs next is
 * what ran next; the original stays as it is.
 * @throws AppError like `previewStrike`
 */
export async function forkWithout(
  context: RunsContext,
  { name, metadata, ...strike }: Strike & { name: string | null; metadata: Record<string, unknown> | undefined },
): Promise<ForkedState> {
  const found = await findStrike(context, strike);
  const { threadId, row, graph } = found;
  const { atStep } = await replayStrike(context, found, []);
  const config = {
    ...configOf({ threadId, checkpointId: row.checkpointId }),
    metadata: { ...metadata, ...struckMetadata(struckOf(found)) },
  };
  const made = await runGraphCode(() => graph.forkReplacing(config, atStep.without));
  const checkpointId = String(made.configurable?.checkpoint_id);
  const branchId = made.branchId as string;
  context.bus.publish({ type: 'edit', threadId, branchId, parentId: row.checkpointId });
  context.log.write('write-struck', { thread: threadId, checkpoint: checkpointId, branch: branchId });
  await nameFork(context, { threadId, branchId, name: name ?? nameWithout(found) });
  return { branchId, checkpointId, next: made.next, inside: null };
}

/** `without research`, as a branch that strikes is called unless somebody says otherwise. */
function nameWithout({ node, channels }: Pick<Struck, 'node' | 'channels'>): string {
  return `without ${node ?? channels.join(', ')}`.slice(0, 80);
}

function struckOf({ row, node, channels }: FoundStrike): Struck {
  return { checkpointId: row.checkpointId, step: row.step, node, channels };
}

async function tipOf({ store }: RunsContext, { threadId, row }: FoundStrike): Promise<string> {
  const branches = await store.saver.readBranches(threadId);
  return branches.find(({ branchId }) => branchId === row.branchId)?.tipId ?? row.checkpointId;
}

/** The steps behind the strike's up to another, oldest first. */
function wayTo({ rows, row, threadId }: FoundStrike, untilId: string): TimelineRow[] {
  const path = pathTo(rows, untilId, threadId);
  const at = path.indexOf(row);
  if (at < 0) {
    throw new AppError(
      'INVALID_REQUEST',
      `Checkpoint ${untilId} (step ${path.at(-1)?.step}) does not come of step ${row.step}, ${row.checkpointId}. Name one behind it as "untilId", or none for the tip of its branch.`,
    );
  }
  return path.slice(at + 1);
}
