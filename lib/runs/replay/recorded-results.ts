import type { PendingWrite, TimelineRow } from '@/engine';
import { isCallPath } from '@/engine';
import type { RunsContext } from '../context';
import { readWholeTimeline } from '../path';
import { readTaskWrites } from '../task-writes';

/** Results that are read ahead: a replay asks for them about in the order in which they were made. */
const PAGE = 32;

interface RecordedResult {
  node: string;
  taskId: string;
  /** The checkpoint on which the task ran: its writes are kept there. */
  ranAt: string;
}

/** What nodes did on the original branch since a run's branch parts from it. */
class RecordedResults {
  readonly #results: readonly RecordedResult[];
  readonly #positions = new Map<string, number[]>();
  readonly #read: (checkpointIds: string[]) => Promise<ReadonlyMap<string, PendingWrite[]>>;
  #page: { number: number; writes: Promise<ReadonlyMap<string, PendingWrite[]>> } | null = null;

  /** @param read the writes at these checkpoints, by task */
  constructor(
    results: readonly RecordedResult[],
    read: (checkpointIds: string[]) => Promise<ReadonlyMap<string, PendingWrite[]>>,
  ) {
    this.#results = results;
    this.#read = read;
    for (const [position, { node }] of results.entries()) {
      const positions = this.#positions.get(node);
      if (positions) positions.push(position);
      else this.#positions.set(node, [position]);
    }
  }

  /** How often the node ran. */
  count(node: string): number {
    return this.#positions.get(node)?.length ?? 0;
  }

  /** What it wrote, the first time at 0; null where that is not recorded, or not any more. */
  async writes(node: string, occurrence: number): Promise<PendingWrite[] | null> {
    const position = this.#positions.get(node)?.[occurrence];
    if (position === undefined) return null;
    const writes = await this.#pageWith(position);
    return writes.get((this.#results[position] as RecordedResult).taskId) ?? null;
  }

  /** Tasks of a step ask at the same time: those of one page wait for the same reading. */
  #pageWith(position: number): Promise<ReadonlyMap<string, PendingWrite[]>> {
    const number = Math.floor(position / PAGE);
    if (this.#page?.number === number) return this.#page.writes;
    const results = this.#results.slice(number * PAGE, (number + 1) * PAGE);
    const writes = this.#read([...new Set(results.map(({ ranAt }) => ranAt))]);
    this.#page = { number, writes };
    return writes;
  }
}

/** Where a run's branch parts from the original, as far as these nodes are concerned. */
export interface ReplayStart {
  recorded: RecordedResults;
  /** How often nodes ran on the run's branch since then. */
  ranSince: ReadonlyMap<string, number>;
}

interface ReplayPlace {
  threadId: string;
  /** The checkpoint from which the run goes on. */
  checkpointId: string;
  /** Null: the branch that the run's own parts from. */
  original: string | null;
}

/** One statement for the thread's steps without values; results are read when they are asked for. */
export async function readReplayStart(
  context: RunsContext,
  { threadId, checkpointId, original }: ReplayPlace,
  nodes: ReadonlySet<string>,
): Promise<ReplayStart> {
  const [rows, branches] = await Promise.all([
    readWholeTimeline(context, threadId),
    context.store.saver.readBranches(threadId),
  ]);
  const byId = new Map(rows.map((row) => [row.checkpointId, row]));
  const own = wayBack(byId, checkpointId);
  const branchId = original ?? own.find((row) => row.branchId !== own[0]?.branchId)?.branchId;
  const tipId = branches.find((branch) => branch.branchId === branchId)?.tipId;
  const ownIds = new Set(own.map((row) => row.checkpointId));
  const others = tipId === undefined ? [] : wayBack(byId, tipId);
  const parting = others.findIndex((row) => ownIds.has(row.checkpointId));
  const recorded = parting < 0 ? [] : unbroken(others.slice(0, parting + 1).reverse());
  const parted = own.findIndex((row) => row.checkpointId === others[parting]?.checkpointId);
  const ranSince = new Map<string, number>();
  for (const { node } of resultsOf(own.slice(0, Math.max(parted, 0)), nodes)) {
    ranSince.set(node, (ranSince.get(node) ?? 0) + 1);
  }
  const read = (checkpointIds: string[]) => readTaskWrites(context, threadId, checkpointIds);
  return { recorded: new RecordedResults(resultsOf(recorded, nodes), read), ranSince };
}

/** From a checkpoint back to the root. */
function wayBack(byId: ReadonlyMap<string, TimelineRow>, checkpointId: string): TimelineRow[] {
  const way: TimelineRow[] = [];
  for (let row = byId.get(checkpointId); row !== undefined; row = byId.get(row.parentId ?? '')) way.push(row);
  return way;
}

/** What follows the first, up to where steps are missing: pruned, or never saved. The k-th result behind a gap is not the k-th. */
function unbroken([first, ...rows]: TimelineRow[]): TimelineRow[] {
  let step = first?.step;
  const gap = rows.findIndex((row) => {
    const follows = row.step === (step ?? 0) + 1;
    step = row.step;
    return !follows;
  });
  return gap < 0 ? rows : rows.slice(0, gap);
}

/** In the order in which they count: of a step, that of its tasks. */
function resultsOf(rows: readonly TimelineRow[], nodes: ReadonlySet<string>): RecordedResult[] {
  return rows.flatMap(({ parentId, tasks }) =>
    tasks.flatMap(({ id, node, path }) =>
      parentId !== null && nodes.has(node) && !isCallPath(path) ? { node, taskId: id, ranAt: parentId } : [],
    ),
  );
}
