import { withFold } from '../channels/fold';
import { InvalidUpdateError } from '../errors';
import { withWritePreparation } from '../graph/write-preparation';
import { appendMessages } from './append-messages';
import type { AnyMessage } from './coerce';
import { isReady, isRemoval, messageOf, withId } from './coerce';
import type { BaseMessage, Messages } from './message';
import { REMOVE_ALL_MESSAGES } from './message';

// Invariants
// I1. Every message in a list has an id, drawn once, when it is written: what a router or a stream saw is what is kept.
// I2. Messages that are there already are passed on as they are, so that an append costs what is added.

interface Reduce {
  (left: Messages, right: Messages): BaseMessage[];
  /** For messages of a class of the user's. */
  <Message>(left: readonly Message[], right: Messages | Message | readonly Message[]): Message[];
}

/**
 * Merges messages into a list: a message replaces the one with its id, others are added at the end; a `RemoveMessage`
 * takes one out, or all before it with the id `REMOVE_ALL_MESSAGES`. Text, `[role, content]` and `{ role, content }` count
 * as messages. Messages without an id get one when they are written.
 * @throws InvalidUpdateError for what is no message, and for removing a message that is not there
 */
export const messagesStateReducer = withFold(
  withWritePreparation(
    ((left: unknown, right: unknown) => merge(currentOf(left), messagesOf(right), { isStrict: true })) as Reduce,
    (write) => (Array.isArray(write) ? messagesOf(write) : withId(messageOf(write))),
  ),
  appendMessages,
);

interface ReduceBatch {
  (current: BaseMessage[], writes: readonly Messages[]): BaseMessage[];
  <Message>(current: readonly Message[], writes: readonly (Messages | Message | readonly Message[])[]): Message[];
}

/** The same with all of a step's writes at once, for `DeltaChannel`; it neither draws ids nor refuses unknown ones. */
export const messagesDeltaReducer = withWritePreparation(
  ((current: readonly AnyMessage[], writes: readonly unknown[]) =>
    merge(current, writes.flat(1).map(messageOf), { isStrict: false })) as ReduceBatch,
  (write) => (Array.isArray(write) ? write.map(messageOf) : messageOf(write)),
);

/** What is in a state went through here: an id says that it is ready. */
function currentOf(left: unknown): readonly AnyMessage[] {
  return Array.isArray(left) && left.every((message) => typeof message?.id === 'string') ? left : messagesOf(left);
}

/** A list of messages, all with ids; the very list when that is what it is. */
function messagesOf(given: unknown): readonly AnyMessage[] {
  if (!Array.isArray(given)) return [withId(messageOf(given))];
  return given.every(isReady) ? given : given.map((message) => withId(messageOf(message)));
}

interface MergeOptions {
  /** Refuses to remove what is not there, and puts a message that was removed and comes back in its old place. */
  isStrict: boolean;
}

const REMOVED: AnyMessage = Object.freeze({ id: null });

function merge(left: readonly AnyMessage[], right: readonly AnyMessage[], { isStrict }: MergeOptions): AnyMessage[] {
  const start = right.findLastIndex((message) => message.id === REMOVE_ALL_MESSAGES && isRemoval(message));
  const added = start < 0 ? right : right.slice(start + 1);
  if (start >= 0 && isStrict) return [...added];
  const merged = start < 0 ? [...left] : [];
  const find = finderOf(merged, added.length);
  const places = new Map<unknown, number>();
  for (const message of added) {
    const index = find(message.id);
    if (isRemoval(message)) {
      if (index >= 0) {
        merged[index] = REMOVED;
        if (isStrict) places.set(message.id, index);
      } else if (isStrict && !places.has(message.id)) throw unknownMessage(message.id);
      continue;
    }
    const place = index < 0 ? places.get(message.id) : index;
    if (place === undefined) merged.push(message);
    else merged[place] = message;
  }
  return merged.includes(REMOVED) ? merged.filter((message) => message !== REMOVED) : merged;
}

/** For a few messages, looking through the list from its end is faster than an index of it. */
const FEW = 8;

/** Finds the place of the message with an id; -1 for none. The list may grow meanwhile. */
function finderOf(merged: readonly AnyMessage[], lookups: number): (id: unknown) => number {
  if (lookups <= FEW) {
    return (id) => (id === undefined || id === null ? -1 : merged.findLastIndex((message) => message.id === id));
  }
  const index = new Map<unknown, number>();
  let known = 0;
  return (id) => {
    if (id === undefined || id === null) return -1;
    for (; known < merged.length; known++) index.set(merged[known]?.id, known);
    const place = index.get(id);
    return place !== undefined && merged[place]?.id === id ? place : -1;
  };
}

function unknownMessage(id: unknown): InvalidUpdateError {
  return new InvalidUpdateError(
    'INVALID_INPUT',
    `The message with id "${String(id)}" can't be removed, because the list has none; remove a message that it has.`,
  );
}
