import { isMessage } from './conversation';
import { isPlainObject } from './json';

/** Is what the keys lead to no part of the comparison? Positions in lists are no keys. */
export type LeftOut = (trail: readonly string[]) => boolean;

/**
 * A value's JSON for comparing it: keys in order, without the ids of chat messages, which are drawn anew each time, and
 * without what is to be left out. Equal texts are equal values.
 * @param trail the keys that lead to the value
 */
export function comparedText(value: unknown, isLeftOut: LeftOut, trail: readonly string[] = []): string {
  return JSON.stringify(comparable(value, isLeftOut, trail, false)) ?? 'null';
}

function comparable(value: unknown, isLeftOut: LeftOut, trail: readonly string[], isInMessage: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, isLeftOut, trail, false));
  if (!isPlainObject(value)) return value;
  const isOwnMessage = isInMessage || isMessage(value);
  const isTyped = typeof value.$type === 'string';
  const kept = Object.keys(value)
    .filter((key) => !(isOwnMessage && !isTyped && key === 'id'))
    .filter((key) => !isLeftOut([...trail, key]))
    .sort();
  // A typed form is one value: its own two keys are no way of a person's.
  return Object.fromEntries(
    kept.map((key) => [
      key,
      comparable(value[key], isLeftOut, isTyped ? trail : [...trail, key], isTyped && isOwnMessage && key === 'value'),
    ]),
  );
}
