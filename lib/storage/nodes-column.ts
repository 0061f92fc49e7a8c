import type { SQL } from 'drizzle-orm';
import { aliasedTable, and, eq, sql } from 'drizzle-orm';
import type { TaskRecord } from '@/engine';
import type { Dialect } from './dialect';

// The column `nodes` names what ran in a step, so that an index finds the steps of a node: `=name` of the only one, `*`
// and a JSON list of several, which lie together in the index and are few.

export function nodesText(tasks: readonly TaskRecord[]): string {
  const [first] = tasks;
  if (first === undefined) return '';
  if (tasks.length === 1) return `=${first.node}`;
  const names = [...new Set(tasks.map(({ node }) => node))];
  return names.length > 1 ? `*${JSON.stringify(names)}` : `=${first.node}`;
}

interface Place {
  threadId: string;
  namespace: string;
}

/** Steps of a namespace in which the node ran: two ranges of the index. */
export function ranNode(
  { tables, containsExactly, nodesKey }: Dialect,
  { threadId, namespace }: Place,
  name: string,
): SQL {
  const { checkpoints } = tables;
  const ran = aliasedTable(checkpoints, 'ran');
  const steps = (condition: SQL) => sql`SELECT ${ran.checkpointId} FROM ${checkpoints} ${ran}
    WHERE ${and(eq(ran.threadId, threadId), eq(ran.namespace, namespace), condition)}`;
  const only = sql`${`=${name}`}`;
  const key = nodesKey(ran.nodes);
  const alone = sql`${key} = ${nodesKey(only)} AND ${ran.nodes} = ${only}`;
  const amongOthers = sql`${key} >= '*' AND ${key} < '+' AND ${containsExactly(sql`${ran.nodes}`, JSON.stringify(name))}`;
  return sql`${checkpoints.checkpointId} IN (${steps(alone)} UNION ALL ${steps(amongOthers)})`;
}
