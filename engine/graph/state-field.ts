import { BinaryOperatorAggregate } from '../channels/binary-operator';
import type { Channel } from '../channels/channel';
import { DeltaChannel } from '../channels/delta-channel';
import { LastValue } from '../channels/last-value';
import { UntrackedValueChannel } from '../channels/untracked-value-channel';
import { isOverwrite, overwrittenValue } from '../control/overwrite';
import { GraphValidationError } from '../errors';
import { DeltaValue } from './delta-value';
import { ReducedValue } from './reduced-value';
import type { JsonSchema, Parser, StandardSchema } from './standard-schema';
import { getJsonSchemaFromSchema, getSchemaDefaultGetter, isStandardSchema, parserOf } from './standard-schema';
import { UntrackedValue } from './untracked-value';
import { writePreparation } from './write-preparation';

/** One state key, whatever kind of schema it came from. */
export interface ResolvedField {
  readonly name: string;
  /** The definition of its channel; a run makes its own by `fresh()`. */
  readonly channel: Channel;
  /** Checks a whole value of the key; null for one without a schema. */
  readonly parseValue: Parser | null;
  /** Checks one write, or makes it ready; null when any write will do as it is. */
  readonly parseWrite: Parser | null;
  /** A value for a key that an input leaves out and that holds nothing yet. */
  readonly schemaDefault: (() => unknown) | null;
}

/** What a key of a `StateSchema` may be: one of the value kinds, or a schema for a key that keeps its last value. */
export type StateSchemaField<Input = unknown, Output = Input> =
  | DeltaValue<Output, Input>
  | ReducedValue<Output, Input>
  | UntrackedValue<Output>
  | StandardSchema<Input, Output>;

/** A key of whose values nothing is known but the channel. */
export function fieldOfChannel(name: string, channel: Channel): ResolvedField {
  const prepare = writePreparation(channel);
  return { name, channel, parseValue: prepare, parseWrite: prepare, schemaDefault: null };
}

/** One write as the key's channel takes it. @throws InvalidUpdateError INVALID_INPUT naming `giver` and the key */
export function checkWrite({ parseValue, parseWrite }: ResolvedField, write: unknown, giver: string): unknown {
  if (!isOverwrite(write)) return parseWrite ? parseWrite(write, giver) : write;
  return parseValue ? { __overwrite__: parseValue(overwrittenValue(write), giver) } : write;
}

/** @throws GraphValidationError for what is no field */
export function fieldOfStateSchema(name: string, field: unknown): ResolvedField {
  const { value, write } = schemasOf(name, field);
  const channel = channelOfField(field);
  const prepare = writePreparation(channel);
  return {
    name,
    channel,
    parseValue: value ? parserOf(value, name) : null,
    parseWrite: prepare ?? (write ? parserOf(write, name) : null),
    schemaDefault: null,
  };
}

function channelOfField(field: unknown): Channel {
  if (DeltaValue.isInstance(field)) {
    const { reducer, snapshotFrequency } = field;
    const initialValueFactory = getSchemaDefaultGetter(field.valueSchema);
    return new DeltaChannel(reducer, {
      ...(initialValueFactory && { initialValueFactory }),
      ...(snapshotFrequency !== undefined && { snapshotFrequency }),
    });
  }
  if (ReducedValue.isInstance(field)) {
    return new BinaryOperatorAggregate(field.reducer, getSchemaDefaultGetter(field.valueSchema));
  }
  if (UntrackedValue.isInstance(field)) {
    const initialValueFactory = getSchemaDefaultGetter(field.schema);
    return new UntrackedValueChannel({ guard: field.guard, ...(initialValueFactory && { initialValueFactory }) });
  }
  return new LastValue(getSchemaDefaultGetter(field));
}

/** JSON Schema of what the key holds, or of what it takes; undefined when its library can't say. */
export function jsonSchemaOfField(name: string, field: unknown, side: 'value' | 'write'): JsonSchema | undefined {
  const schemas = schemasOf(name, field);
  const json = getJsonSchemaFromSchema(schemas[side], side === 'value' ? 'output' : 'input');
  const extra = DeltaValue.isInstance(field) || ReducedValue.isInstance(field) ? field.jsonSchemaExtra : undefined;
  if (!json && !extra) return undefined;
  const { $schema: _, ...rest } = json ?? {};
  return { ...rest, ...extra };
}

/** True for a key that holds something before anything is written. */
export function hasDefault(name: string, field: unknown): boolean {
  return getSchemaDefaultGetter(schemasOf(name, field).value) !== undefined;
}

interface FieldSchemas {
  value?: StandardSchema | undefined;
  write?: StandardSchema | undefined;
}

function schemasOf(name: string, field: unknown): FieldSchemas {
  if (DeltaValue.isInstance(field) || ReducedValue.isInstance(field)) {
    return { value: field.valueSchema, write: field.inputSchema };
  }
  if (UntrackedValue.isInstance(field)) return { value: field.schema, write: field.schema };
  if (isStandardSchema(field)) return { value: field, write: field };
  throw new GraphValidationError(
    `Key "${name}" of a StateSchema must be a schema, a ReducedValue, an UntrackedValue or MessagesValue.`,
  );
}
