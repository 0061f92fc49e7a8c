import { adopt } from '../../channels/isolation';
import { START } from '../../channels/names';
import type { PendingWrite } from '../../checkpoint/checkpoint';
import { EngineError, UnknownStateKeyError } from '../../errors';
import type { Blueprint } from '../../graph/blueprint';
import { checkWrite } from '../../graph/state-field';
import type { LoopState } from '../loop-state';

/**
 * An input as START takes it: checked against the schema, with the schema's defaults for keys that are still empty.
 * @throws EngineError INVALID_INPUT, UnknownStateKeyError
 */
export function mapInput(blueprint: Blueprint, state: LoopState, input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new EngineError(
      'INVALID_INPUT',
      `The input must be an object of state keys; got ${Array.isArray(input) ? 'a list' : typeof input}.`,
    );
  }
  const mapped: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    const field = blueprint.inputFields.get(key);
    if (!field) {
      const known = [...blueprint.inputFields.keys()].join(', ');
      throw new UnknownStateKeyError(
        `The input has the key "${key}", which the input schema does not have; it has ${known}.`,
      );
    }
    if (value !== undefined) mapped[key] = checkWrite(field, value, 'The input');
  }
  for (const field of blueprint.stateFields.values()) {
    if (field.name in mapped || !field.schemaDefault || state.channels.get(field.name)?.isAvailable) continue;
    mapped[field.name] = field.schemaDefault();
  }
  return adoptTracked(blueprint, mapped);
}

/** Untracked values stay the caller's own. */
function adoptTracked(blueprint: Blueprint, input: Record<string, unknown>): Record<string, unknown> {
  const isUntracked = (key: string) => blueprint.channels.get(key)?.isTracked === false;
  const untracked = Object.keys(input).filter(isUntracked);
  if (untracked.length === 0) return adopt(input);
  const tracked = { ...input };
  for (const key of untracked) delete tracked[key];
  return { ...input, ...adopt(tracked) };
}

/** What a new input writes: an entrypoint takes any value. @throws EngineError INVALID_INPUT, UnknownStateKeyError */
export function writesOfInput(blueprint: Blueprint, state: LoopState, input: unknown): PendingWrite[] {
  if (blueprint.isFunctional) return [[START, adopt(input)]];
  return inputWrites(blueprint, mapInput(blueprint, state, input));
}

/** A graph that is called inside of a node begins anew with any input; an entrypoint may be called with nothing. */
export function nestedInput(blueprint: Blueprint, input: unknown): unknown {
  return blueprint.isFunctional ? input : (input ?? {});
}

/** START's channel holds the input for its task; it is saved, so untracked keys go past it, straight to their channels. */
function inputWrites(blueprint: Blueprint, input: Record<string, unknown>): PendingWrite[] {
  const isTracked = ([key]: [string, unknown]) => blueprint.channels.get(key)?.isTracked !== false;
  const entries = Object.entries(input);
  if (entries.every(isTracked)) return [[START, input]];
  const tracked = Object.fromEntries(entries.filter(isTracked));
  return [[START, tracked], ...entries.filter((entry) => !isTracked(entry))];
}
