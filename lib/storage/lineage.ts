import type { SQL } from 'drizzle-orm';
import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import { readBranchRows } from './branch-rows';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { execute, select } from './query';
import { bytesAt, idAt, pageQuery, readPage } from './row-page';
import { asBuffer, idText, storedId } from './stored-id';
import { joinedRecord, readLongRecords } from './timeline-rows';

/** A part of the way from a root to a checkpoint: of one branch, what comes behind `after`, up to `upTo`. */
interface Segment {
  branchId: string;
  after: string | null;
  upTo: string;
}

/** Some checkpoints in a row. Most are only looked at for what their record names, so nothing else of them is read. */
export interface LineagePage {
  count: number;
  checkpointId(at: number): string;
  step(at: number): number;
  /** Undefined when somebody deleted the thread between two statements. */
  record(at: number): Buffer | undefined;
}

interface LineagePlace {
  threadId: string;
  namespace: string;
  /** The last checkpoint of the way. */
  tipId: string;
  /** Where it is left: this checkpoint and those before it are not read. */
  after?: string | undefined;
}

/** The first page is small, since most questions end there; later ones are few. */
const FIRST_PAGE = 128;
const LAST_PAGE = 4096;
const PAGE_FACTOR = 4;

/**
 * The way from a root to `tipId` over all fork points, page by page, without values; `newest` first, or `oldest`. One
 * statement a page, and two before the first. Nothing when there is no such checkpoint, or `after` is not on the way to it.
 */
export async function* readLineage(
  database: Database,
  place: LineagePlace,
  order: 'newest' | 'oldest',
): AsyncGenerator<LineagePage> {
  const segments = await segmentsTo(database, place);
  if (order === 'oldest') segments.reverse();
  let limit = FIRST_PAGE;
  for (const segment of segments) {
    let { after, upTo } = segment;
    let isIncluded = true;
    for (;;) {
      const page = await readPageOf(database, place, { ...segment, after, upTo }, { order, limit, isIncluded });
      if (page.count > 0) yield page;
      if (page.count < limit) break;
      const checkpointId = page.checkpointId(page.count - 1);
      if (order === 'newest') upTo = checkpointId;
      else after = checkpointId;
      isIncluded = order === 'oldest';
      limit = Math.min(LAST_PAGE, limit * PAGE_FACTOR);
    }
  }
}

/** Newest first. */
async function segmentsTo(database: Database, { threadId, namespace, tipId, after }: LineagePlace): Promise<Segment[]> {
  const branches = new Map((await readBranchRows(database, threadId, namespace)).map((row) => [row.branchId, row]));
  const forks = [...branches.values()].flatMap(({ forkCheckpointId }) => forkCheckpointId ?? []);
  const named = [tipId, ...forks, ...(after === undefined ? [] : [after])];
  const branchOf = await branchesOf(database, threadId, namespace, named);
  const leftOn = after === undefined ? undefined : branchOf.get(after);
  if (after !== undefined && leftOn === undefined) return [];
  const segments: Segment[] = [];
  for (let upTo: string | null = tipId; upTo !== null; ) {
    const branchId: string | undefined = branchOf.get(upTo);
    if (branchId === undefined) break;
    // On one branch, the order of ids is that of the steps.
    if (branchId === leftOn) {
      const isBehind = Buffer.compare(storedId(upTo), storedId(after as string)) > 0;
      return isBehind ? [...segments, { branchId, after: after as string, upTo }] : leavesAt(segments, upTo, after);
    }
    segments.push({ branchId, after: null, upTo });
    upTo = branches.get(branchId)?.forkCheckpointId ?? null;
  }
  return leftOn === undefined ? segments : [];
}

/** Of a branch that forks exactly where the way is left, nothing more is read; where it forks before that, it is another way. */
function leavesAt(segments: Segment[], upTo: string, after: string | undefined): Segment[] {
  return upTo === after ? segments : [];
}

async function branchesOf(
  database: Database,
  threadId: string,
  namespace: string,
  checkpointIds: readonly string[],
): Promise<Map<string, string>> {
  const { checkpoints } = database.sql.tables;
  const { checkpointId, branchId } = checkpoints;
  const ids = [...new Set(checkpointIds)].map((id) => asBuffer(storedId(id)));
  const isNamed = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    inArray(checkpointId, ids),
  );
  const rows = await select(database, { checkpointId, branchId }, sql`FROM ${checkpoints} WHERE ${isNamed}`);
  return new Map(rows.map((row) => [idText(row.checkpointId), row.branchId]));
}

async function readPageOf(
  database: Database,
  { threadId, namespace }: LineagePlace,
  { branchId, after, upTo }: Segment,
  { order, limit, isIncluded }: { order: 'newest' | 'oldest'; limit: number; isIncluded: boolean },
): Promise<LineagePage> {
  const { checkpoints } = database.sql.tables;
  const { checkpointId } = checkpoints;
  const end = asBuffer(storedId(upTo));
  const where = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.branchId, branchId),
    eq(checkpoints.namespace, namespace),
    isIncluded ? lte(checkpointId, end) : sql`${checkpointId} < ${end}`,
    after === null ? undefined : gt(checkpointId, asBuffer(storedId(after))),
  );
  const direction = order === 'newest' ? sql`DESC` : sql`ASC`;
  const rest = sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpointId} ${direction} LIMIT ${limit}`;
  const fields = lineageFields(database.sql);
  const page = readPage(
    database.sql,
    fields,
    await execute(database, pageQuery(database.sql, fields, rest, NOTHING_BESIDE)),
  );
  const { bytes, numbers, count } = page;
  const long = await readLongRecords(database, { threadId, namespace }, page);
  const idOf = (at: number) => idAt(bytes.id, at) as string;
  return {
    count,
    checkpointId: idOf,
    step: (at) => numbers.step[at] as number,
    record(at) {
      if (!bytes.record.isNull(at)) return bytesAt(bytes.record, at);
      const own = long.get(idOf(at));
      return own && asBuffer(own);
    },
  };
}

const NOTHING_BESIDE: SQL = sql`1 AS beside`;

function lineageFields(dialect: Dialect) {
  const { checkpointId, step } = dialect.tables.checkpoints;
  return { bytes: { id: checkpointId, record: joinedRecord(dialect) }, numbers: { step }, texts: {} };
}
