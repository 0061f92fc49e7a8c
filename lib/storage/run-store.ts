import type { SQL } from 'drizzle-orm';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from './database';
import { assign, execute, list, readRow, select, selection } from './query';
import { claimRegisteredRun, holderOf, insertRun, lockThread, readRun, runFields, updateRun } from './run-rows';
import type { RunRecord, RunStore } from './store';
import { idText, storedId } from './stored-id';
import { LIVE } from './thread-table';

export function createRunStore(database: Database): RunStore {
  const { tables, compile } = database.sql;
  const { runEvents, runs } = tables;
  const fields = runFields(database.sql);
  const isLive = inArray(runs.status, LIVE);
  const read = async (where: SQL | undefined, rest = sql``): Promise<RunRecord[]> =>
    (await select(database, fields, sql`FROM ${runs} WHERE ${where} ${rest}`)).map(readRun);

  const claimBy = async (
    statement: typeof insertRun,
    run: RunRecord,
    claimsThread: boolean,
  ): ReturnType<RunStore['claim']> => {
    const claim = run.branchId ?? (claimsThread ? '' : null);
    const [, claimed, holders] = await database.transact(
      [lockThread(database, run.threadId), statement(database, run, claim), holderOf(database.sql, run, claim)].map(
        compile,
      ),
    );
    database.announce(run.threadId);
    if (claimed?.length === 1) return { claimed: true };
    const holder = holders?.[0];
    return { claimed: false, holder: holder ? idText(readRow({ runId: runs.runId }, holder).runId) : run.runId };
  };

  return {
    claim: (run, { claimsThread }) => claimBy(insertRun, run, claimsThread),
    claimInTurn: (run, { claimsThread }) => claimBy(claimRegisteredRun, run, claimsThread),
    async get(threadId, runId) {
      return (await read(and(eq(runs.threadId, threadId), eq(runs.runId, storedId(runId) as Buffer))))[0] ?? null;
    },
    async list(threadId, { limit, offset, status }) {
      const where = and(eq(runs.threadId, threadId), status && eq(runs.status, status));
      const order = list([desc(runs.createdAt), desc(runs.runId)]);
      const [found, [count]] = await Promise.all([
        read(where, sql`ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`),
        execute(database, sql`SELECT COUNT(*) AS total FROM ${runs} WHERE ${where}`),
      ]);
      return { runs: found, total: Number(count?.total) };
    },
    live: (threadId) =>
      read(and(eq(runs.threadId, threadId), isLive), sql`ORDER BY ${list([runs.createdAt, runs.runId])}`),
    async update(threadId, runId, change) {
      await execute(database, updateRun(database, threadId, storedId(runId), change));
      database.announce(threadId);
    },
    async remove(threadId, runId) {
      const ofRun = (table: typeof runs | typeof runEvents) =>
        sql`DELETE FROM ${table} WHERE ${eq(table.threadId, threadId)} AND ${table.runId} = ${storedId(runId)}`;
      await database.transact([ofRun(runEvents), ofRun(runs)].map(compile));
      database.announce(threadId);
    },
    async heartbeat(owner) {
      await execute(
        database,
        sql`UPDATE ${runs} SET ${assign(runs.heartbeatAt, Date.now())} WHERE ${and(eq(runs.owner, owner), isLive)}`,
      );
    },
    async endOrphans({ staleBefore, isDead }) {
      const orphans = (await read(isLive))
        .map((run) => ({ run, isOwnerDead: run.owner !== null && isDead(run.owner) }))
        .filter(({ run, isOwnerDead }) => isOwnerDead || (run.heartbeatAt ?? run.createdAt) < staleBefore);
      if (orphans.length === 0) return [];
      const isStale = lt(sql`coalesce(${runs.heartbeatAt}, ${runs.createdAt})`, staleBefore);
      const ended = await database.transact(
        orphans.map(({ run, isOwnerDead }) => {
          const end = { status: 'interrupted', reason: 'server_stopped' } as const;
          const update = updateRun(database, run.threadId, storedId(run.runId), end);
          return compile(
            sql`${update} AND ${and(isLive, isOwnerDead ? undefined : isStale)} RETURNING ${selection(fields)}`,
          );
        }),
      );
      const records = ended.flat().map((row) => readRun(readRow(fields, row)));
      for (const { threadId } of records) database.announce(threadId);
      return records;
    },
  };
}
