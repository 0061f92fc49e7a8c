import { type SQL, sql } from 'drizzle-orm';
import type { Dialect } from './dialect';

export interface ChainRange {
  channel: string;
  chainId: string;
  /** Sequences, both included. */
  first: number;
  last: number;
}

/**
 * Ranges of chains as a table of keys, and what its rows are of `channel_values`. The whole key comes out of the table, so that
 * no planner goes through the thread's values instead.
 * @param text JSON: a list of `{ thread, namespace, channel, chain, first, last }`
 */
export function chainRanges({ tables: { channelValues }, keyTable }: Dialect, text: SQL) {
  const { threadId, namespace, channel, chainId, sequence } = channelValues;
  const table = keyTable(text, {
    thread: 'text',
    namespace: 'text',
    channel: 'text',
    chain: 'text',
    first: 'integer',
    last: 'integer',
  });
  const isInChain = sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${channel} = keys.channel
    AND ${chainId} = keys.chain`;
  return { table, isInChain, isInRange: sql`${isInChain} AND ${sequence} >= keys.first AND ${sequence} <= keys.last` };
}
