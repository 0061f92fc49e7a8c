import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adopt } from '../channels/isolation';
import { sampleValues } from '../testing/sample-values';
import { applyDelta, applyDeltas } from './apply-delta';
import type { Delta } from './delta';
import { deltaOf } from './delta';
import { decodeDelta, encodeDelta } from './delta-bytes';
import { growthBytes, valueBytes } from './delta-size';
import { seal, unseal } from './seal';
import { jsonSerializer } from './serializer';

const keys = fc.oneof(fc.constantFrom('a', 'b', 'c', '0', '1', '10', '__proto__', 'constructor', 'op'), fc.string());
const leaves = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, 0, -0, Number.NaN, true, 5n, 'text', 'a text of twenty letters'),
  fc.integer(),
  fc.string(),
  fc.date({ noInvalidDate: true }),
  fc.array(fc.tuple(fc.string(), fc.integer()), { maxLength: 2 }).map((entries) => new Map(entries)),
);
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(tie('value'), { maxLength: 4 }).map((list) => Object.assign(new Array(list.length + 1), list)),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
}));

/** A value made from another by small changes: what a step does. */
function changed(value: unknown, choices: Iterator<number>, spare: unknown): unknown {
  const choice = () => choices.next().value as number;
  if (typeof value === 'string') return choice() % 2 ? `${value}${choice()}` : spare;
  if (Array.isArray(value)) {
    const list = choice() % 4 === 0 ? value.slice(1) : value.slice();
    const at = list.length === 0 ? 0 : choice() % list.length;
    if (choice() % 2) list.push(spare);
    if (choice() % 3 === 0) list.splice(at, 1);
    if (choice() % 3 === 0) list.splice(at, 0, spare);
    if (at in list && choice() % 2) list[at] = changed(list[at], choices, spare);
    return list;
  }
  if (typeof value !== 'object' || value === null) return spare;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return spare;
  const entries = Object.entries(value);
  if (choice() % 3 === 0) entries.unshift([`k${choice() % 9}`, spare]);
  if (choice() % 3 === 0) entries.push([`${choice() % 9}`, spare]);
  const at = entries.length === 0 ? 0 : choice() % entries.length;
  const entry = entries[at];
  const kind = choice() % 4;
  if (entry && kind === 0) entries[at] = [entry[0], changed(entry[1], choices, spare)];
  if (entry && kind === 1) entries.splice(at, 1);
  if (entry && kind === 2) entries.push(...entries.splice(at, 1));
  const record = Object.fromEntries(entries);
  return prototype === null ? Object.setPrototypeOf(record, null) : record;
}

const histories = fc
  .tuple(values, fc.array(fc.tuple(values, fc.infiniteStream(fc.nat())), { minLength: 1, maxLength: 6 }))
  .map(([first, changes]) => {
    const history = [first];
    for (const [spare, choices] of changes) history.push(changed(history.at(-1), choices, spare));
    return history;
  });

const sealed = (value: unknown) => seal(value, jsonSerializer);
const unsealed = (value: unknown) => unseal(adopt(value), jsonSerializer);

it('leads from one value to the next, whatever they are, the order of keys included', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const deltas: Delta[] = [];
      for (const [index, next] of history.entries()) {
        if (index === 0) continue;
        const previous = sealed(history[index - 1]);
        const delta = deltaOf(previous, sealed(next));
        if (delta === null) {
          deepStrictEqual(history[index - 1], next);
          continue;
        }
        deltas.push(delta);
        isSame(unsealed(applyDelta(previous, delta)), next);
      }
      isSame(unsealed(applyDeltas(sealed(history[0]), deltas)), history.at(-1));
    }),
    { numRuns: 400 },
  );
});

it('leads there after it was stored, from a value that was stored', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let value = sealed(jsonSerializer.decode(jsonSerializer.encode(history[0])));
      for (const [index, next] of history.entries()) {
        if (index === 0) continue;
        const delta = deltaOf(sealed(history[index - 1]), sealed(next));
        if (delta !== null) {
          value = adopt(applyDelta(value, decodeDelta(encodeDelta(delta, jsonSerializer), jsonSerializer)));
        }
        isSame(unsealed(value), next);
      }
    }),
    { numRuns: 200 },
  );
});

it('tells how much longer it makes the value', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const [index, next] of history.entries()) {
        const previous = sealed(history[index - 1]);
        const delta = index > 0 && deltaOf(previous, sealed(next));
        if (delta) expect(growthBytes(previous, delta)).toBe(valueBytes(sealed(next)) - valueBytes(previous));
      }
    }),
    { numRuns: 400 },
  );
});

it('is null between a value and its copy', () => {
  for (const [, value] of sampleValues()) {
    const copy = jsonSerializer.decode(jsonSerializer.encode(value));
    expect(deltaOf(sealed(value), sealed(copy))).toBeNull();
  }
});

function isSame(actual: unknown, expected: unknown): void {
  deepStrictEqual(actual, expected);
  deepStrictEqual(keyOrder(actual), keyOrder(expected));
}

function keyOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Map || value instanceof Date) return null;
  return Object.entries(value).map(([key, part]) => [key, keyOrder(part)]);
}
