import type { Channel } from '../channels/channel';
import type { Parser } from './standard-schema';

const PREPARE = Symbol.for('retrograph.prepare-write');

/**
 * Gives a reducer something to do with each write when it is made, before it is stored and before anyone sees it. What a
 * reducer would draw at random is drawn here, so that routers, streams, stored writes and the state agree.
 */
export function withWritePreparation<Reducer extends object>(
  reducer: Reducer,
  prepare: (write: unknown) => unknown,
): Reducer {
  return Object.assign(reducer, { [PREPARE]: prepare });
}

/** What the channel's reducer does with each write when it is made; null for nothing. */
export function writePreparation(channel: Channel): Parser | null {
  return (reducerOf(channel) as { [PREPARE]?: Parser } | undefined)?.[PREPARE] ?? null;
}

export function reducerOf(channel: Channel): object | undefined {
  return (channel as { reducer?: object }).reducer;
}
