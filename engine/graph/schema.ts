import { BinaryOperatorAggregate } from '../channels/binary-operator';
import type { Channel } from '../channels/channel';
import { LastValue } from '../channels/last-value';
import { EngineError, StateGraphInputError } from '../errors';
import type { FieldOrFactory, StateDefinition, StateField } from './annotation';
import { AnnotationRoot } from './annotation';

export type JsonSchema = { [key: string]: unknown };

/** The part of Standard Schema (https://standardschema.dev) that the engine reads. Schema libraries are never imported. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly vendor: string;
    readonly validate: (value: unknown) => ValidationResult<Output> | Promise<ValidationResult<Output>>;
    readonly jsonSchema?: {
      input: (options: { target: string }) => JsonSchema;
      output: (options: { target: string }) => JsonSchema;
    };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type ValidationResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ValidationIssue[] };

interface ValidationIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** An object schema whose fields can be looked at one by one: zod 4's `z.object`. */
export interface ObjectSchema<Shape = Record<string, StandardSchema>> extends StandardSchema {
  readonly shape: Shape;
}

/** How a field's writes combine, kept beside the schema by `retrograph/zod`. */
export interface FieldMeta {
  reducer?: { fn: (current: never, update: never) => unknown; schema?: StandardSchema };
  default?: () => unknown;
}

/** Where `retrograph/zod` keeps field metadata; one for the process, however often the module is loaded. */
export const FIELD_META = Symbol.for('retrograph.field-meta');

/** One state key, whatever kind of schema it came from. */
export interface ResolvedField {
  name: string;
  createChannel: () => Channel;
  /** Checks a whole value of the key; answers it with the schema's defaults and coercions. */
  parseValue?: (value: unknown) => unknown;
  /** Checks one write of a key that has a reducer. */
  parseWrite?: (value: unknown) => unknown;
  /** A value for a key that an input leaves out; undefined for none. */
  schemaDefault?: () => unknown;
}

/** A state, input or output schema as the engine uses it. */
export interface ResolvedSchema {
  fields: ReadonlyMap<string, ResolvedField>;
  /** JSON Schema of what is read, and of what may be given. */
  jsonSchema: (side: 'input' | 'output') => JsonSchema;
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Reads any schema that a graph can be built from. */
export function resolveSchema(schema: unknown, what: string): ResolvedSchema {
  if (isAnnotationRoot(schema)) return fromDefinition(schema.spec);
  if (isObjectSchema(schema)) return fromObjectSchema(schema);
  if (isDefinition(schema)) return fromDefinition(schema);
  throw new StateGraphInputError(
    `The ${what} of a StateGraph must be Annotation.Root({ … }), a zod 4 object, or an object of annotations.`,
  );
}

export function isSchema(value: unknown): boolean {
  return isAnnotationRoot(value) || isObjectSchema(value);
}

function isAnnotationRoot(value: unknown): value is AnnotationRoot<StateDefinition> {
  return value instanceof AnnotationRoot || (typeof value === 'object' && value !== null && 'spec' in value);
}

function isObjectSchema(value: unknown): value is ObjectSchema {
  return typeof value === 'object' && value !== null && '~standard' in value && 'shape' in value;
}

function isDefinition(value: unknown): value is StateDefinition {
  return typeof value === 'object' && value !== null && Object.values(value).every(isFieldOrFactory);
}

function isFieldOrFactory(value: unknown): value is FieldOrFactory {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'createChannel' in value);
}

function fromDefinition(definition: StateDefinition): ResolvedSchema {
  const fields = new Map<string, ResolvedField>();
  for (const [name, entry] of Object.entries(definition)) {
    const field: StateField = typeof entry === 'function' ? entry() : entry;
    fields.set(name, { name, createChannel: field.createChannel });
  }
  const properties = Object.fromEntries([...fields.keys()].map((name) => [name, {}]));
  return { fields, jsonSchema: () => ({ $schema: DRAFT, type: 'object', properties }) };
}

function fromObjectSchema(schema: ObjectSchema): ResolvedSchema {
  const fields = new Map<string, ResolvedField>();
  for (const [name, field] of Object.entries(schema.shape)) fields.set(name, resolveSchemaField(name, field));
  return { fields, jsonSchema: (side) => stateJsonSchema(schema, fields, side) };
}

function resolveSchemaField(name: string, schema: StandardSchema): ResolvedField {
  const meta = metaOf(schema);
  const makeDefault = meta?.default;
  const parseValue = (value: unknown) => parse(schema, value, name);
  if (meta?.reducer) {
    const { fn, schema: writeSchema } = meta.reducer;
    return {
      name,
      createChannel: () => new BinaryOperatorAggregate(fn, makeDefault ?? defaultOf(schema)),
      parseValue,
      ...(writeSchema && { parseWrite: (value: unknown) => parse(writeSchema, value, name) }),
    };
  }
  const schemaDefault = defaultOf(schema);
  return {
    name,
    createChannel: () => new LastValue(makeDefault),
    parseValue,
    ...(schemaDefault && { schemaDefault }),
  };
}

function metaOf(schema: StandardSchema): FieldMeta | undefined {
  const registry = (globalThis as { [FIELD_META]?: { get(schema: unknown): FieldMeta | undefined } })[FIELD_META];
  return registry?.get(schema);
}

/** A schema that accepts `undefined` and answers something else has a default. */
function defaultOf(schema: StandardSchema): (() => unknown) | undefined {
  const answer = schema['~standard'].validate(undefined);
  if (answer instanceof Promise || answer.issues || answer.value === undefined) return undefined;
  return () => {
    const again = schema['~standard'].validate(undefined);
    return again instanceof Promise || again.issues ? undefined : again.value;
  };
}

function parse(schema: StandardSchema, value: unknown, name: string): unknown {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    throw new EngineError(
      'INVALID_GRAPH',
      `The schema of state key "${name}" validates asynchronously; use a synchronous one.`,
    );
  }
  if (!result.issues) return result.value;
  const reasons = result.issues.map((issue) => `${[name, ...pathOf(issue)].join('.')}: ${issue.message}`);
  throw new EngineError(
    'INVALID_INPUT',
    `The value given for state key "${name}" does not fit its schema. ${reasons.join('; ')}`,
  );
}

function pathOf(issue: ValidationIssue): string[] {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
}

function stateJsonSchema(
  schema: ObjectSchema,
  fields: ReadonlyMap<string, ResolvedField>,
  side: 'input' | 'output',
): JsonSchema {
  const convert = schema['~standard'].jsonSchema?.[side];
  if (!convert)
    return { $schema: DRAFT, type: 'object', properties: Object.fromEntries([...fields.keys()].map((k) => [k, {}])) };
  const json = convert({ target: 'draft-2020-12' });
  if (side === 'output') return json;
  // An input may leave any key out, and a reducer key's input is one write.
  const { required: _, ...open } = json;
  const properties = { ...(json.properties as Record<string, JsonSchema>) };
  for (const [name, field] of Object.entries(schema.shape)) {
    const write = metaOf(field)?.reducer?.schema?.['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
    if (write) {
      const { $schema: __, ...rest } = write;
      properties[name] = rest;
    }
  }
  return { ...open, properties };
}
