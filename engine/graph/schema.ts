import { BinaryOperatorAggregate } from '../channels/binary-operator';
import { isChannel } from '../channels/channel';
import { LastValue } from '../channels/last-value';
import { GraphValidationError, StateGraphInputError } from '../errors';
import type { SingleReducer, StateDefinition } from './annotation';
import { AnnotationRoot, channelOf } from './annotation';
import type { JsonSchema, StandardSchema } from './standard-schema';
import { getJsonSchemaFromSchema, getSchemaDefaultGetter, isStandardSchema, parserOf } from './standard-schema';
import type { ResolvedField } from './state-field';
import { fieldOfChannel } from './state-field';
import type { StateSchemaFields } from './state-schema';
import { StateSchema } from './state-schema';
import { writePreparation } from './write-preparation';

/** An object schema whose fields can be looked at one by one: zod 4's `z.object`. */
export interface ObjectSchema<Shape = Record<string, StandardSchema>> extends StandardSchema {
  readonly shape: Shape;
}

/** How a field's writes combine, kept beside the schema by `retrograph/zod`. */
export interface FieldMeta {
  reducer?: { fn: (current: unknown, update: unknown) => unknown; schema?: StandardSchema };
  default?: () => unknown;
  jsonSchemaExtra?: JsonSchema;
}

/** Where `retrograph/zod` keeps field metadata; one for the process, however often the module is loaded. */
export const FIELD_META = Symbol.for('retrograph.field-meta');

/** A state, input or output schema as the engine uses it. */
export interface ResolvedSchema {
  fields: ReadonlyMap<string, ResolvedField>;
  /** JSON Schema of what is read, and of what may be given. */
  jsonSchema: (side: 'input' | 'output') => JsonSchema;
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Reads any schema that a graph can be built from. @throws GraphValidationError */
export function resolveSchema(schema: unknown, what: string): ResolvedSchema {
  if (StateSchema.isInstance(schema)) return fromStateSchema(schema);
  if (AnnotationRoot.isInstance(schema)) return fromDefinition(schema.spec);
  if (isObjectSchema(schema)) return fromObjectSchema(schema);
  if (isStandardSchema(schema)) {
    throw new GraphValidationError(
      `The ${what} of a StateGraph is a schema whose keys can't be looked at one by one. Name them: new StateSchema({ key: schema, … }).`,
    );
  }
  if (isDefinition(schema)) return fromDefinition(schema);
  throw new StateGraphInputError(
    `The ${what} of a StateGraph must be a StateSchema, Annotation.Root({ … }), a zod 4 object, or an object of annotations.`,
  );
}

/** True for a schema that can be told from the other things that `new StateGraph()` takes. */
export function isSchema(value: unknown): boolean {
  return StateSchema.isInstance(value) || AnnotationRoot.isInstance(value) || isStandardSchema(value);
}

/** LangGraph.js's first form of a state: `{ key: { value: reducer, default } | null }`. */
export function definitionOfChannels(channels: Record<string, SingleReducer<unknown>>): StateDefinition {
  const entries = Object.entries(channels).map(([name, options]) => [
    name,
    isChannel(options) || typeof options === 'function' ? options : channelOf(options),
  ]);
  return Object.fromEntries(entries);
}

function isObjectSchema(value: unknown): value is ObjectSchema {
  return isStandardSchema(value) && 'shape' in value && typeof value.shape === 'object' && value.shape !== null;
}

export function isDefinition(value: unknown): value is StateDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((field) => typeof field === 'function' || isChannel(field))
  );
}

function fromStateSchema(schema: StateSchema<StateSchemaFields>): ResolvedSchema {
  return {
    fields: schema.getFields(),
    jsonSchema: (side) => {
      const json = side === 'input' ? schema.getInputJsonSchema() : schema.getJsonSchema();
      const open = Object.fromEntries(schema.getAllKeys().map((name) => [name, {}]));
      return { $schema: DRAFT, ...json, properties: { ...open, ...(json.properties as object) } };
    },
  };
}

function fromDefinition(definition: StateDefinition): ResolvedSchema {
  const fields = new Map<string, ResolvedField>();
  for (const [name, entry] of Object.entries(definition)) {
    const channel = typeof entry === 'function' ? entry() : entry;
    if (!isChannel(channel)) {
      throw new GraphValidationError(
        `State key "${name}" must be an Annotation or a channel, or a function making one.`,
      );
    }
    fields.set(name, fieldOfChannel(name, channel));
  }
  const properties = Object.fromEntries([...fields.keys()].map((name) => [name, {}]));
  return { fields, jsonSchema: () => ({ $schema: DRAFT, type: 'object', properties }) };
}

function fromObjectSchema(schema: ObjectSchema): ResolvedSchema {
  const fields = new Map<string, ResolvedField>();
  for (const [name, field] of Object.entries(schema.shape)) fields.set(name, fieldOfObjectSchema(name, field));
  return { fields, jsonSchema: (side) => objectJsonSchema(schema, fields, side) };
}

function fieldOfObjectSchema(name: string, schema: StandardSchema): ResolvedField {
  const meta = metaOf(schema);
  const parseValue = parserOf(schema, name);
  const schemaDefault = getSchemaDefaultGetter(schema);
  if (!meta?.reducer) {
    return {
      name,
      channel: new LastValue(meta?.default),
      parseValue,
      parseWrite: parseValue,
      schemaDefault: schemaDefault ?? null,
    };
  }
  const { fn, schema: writeSchema } = meta.reducer;
  const channel = new BinaryOperatorAggregate(fn, meta.default ?? schemaDefault);
  const parseWrite = writePreparation(channel) ?? parserOf(writeSchema ?? schema, name);
  return { name, channel, parseValue, parseWrite, schemaDefault: null };
}

function metaOf(schema: StandardSchema): FieldMeta | undefined {
  const registry = (globalThis as { [FIELD_META]?: { get(schema: unknown): FieldMeta | undefined } })[FIELD_META];
  return registry?.get(schema);
}

function objectJsonSchema(
  schema: ObjectSchema,
  fields: ReadonlyMap<string, ResolvedField>,
  side: 'input' | 'output',
): JsonSchema {
  const json = getJsonSchemaFromSchema(schema, side);
  if (!json) {
    const properties = Object.fromEntries([...fields.keys()].map((name) => [name, {}]));
    return { $schema: DRAFT, type: 'object', properties };
  }
  const properties = { ...(json.properties as Record<string, JsonSchema>) };
  for (const [name, field] of Object.entries(schema.shape)) {
    const meta = metaOf(field);
    const write = side === 'input' ? getJsonSchemaFromSchema(meta?.reducer?.schema) : undefined;
    if (write) {
      const { $schema: _, ...rest } = write;
      properties[name] = rest;
    }
    if (meta?.jsonSchemaExtra) properties[name] = { ...properties[name], ...meta.jsonSchemaExtra };
  }
  if (side === 'output') return { ...json, properties };
  // An input may leave any key out.
  const { required: _, ...open } = json;
  return { ...open, properties };
}
