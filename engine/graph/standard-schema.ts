import { GraphValidationError, InvalidUpdateError } from '../errors';
import { keepUnchanged } from './keep-unchanged';

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

/** A Standard Schema whose library can say it as JSON Schema too. */
export type SerializableSchema<Input = unknown, Output = Input> = StandardSchema<Input, Output> & {
  readonly '~standard': { readonly jsonSchema: NonNullable<StandardSchema['~standard']['jsonSchema']> };
};

type ValidationResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ValidationIssue[] };

interface ValidationIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Checks a value; answers it with the schema's defaults and coercions. `giver` is who to name in the error. */
export type Parser = (value: unknown, giver: string) => unknown;

/** True for a schema of any library that keeps to Standard Schema: zod, Valibot, ArkType … */
export function isStandardSchema<Input = unknown, Output = Input>(
  value: unknown,
): value is StandardSchema<Input, Output> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard = (value as Partial<StandardSchema>)['~standard'];
  return typeof standard === 'object' && standard !== null && typeof standard.validate === 'function';
}

/** True for a Standard Schema that can be given as JSON Schema. */
export function isSerializableSchema<Input = unknown, Output = Input>(
  value: unknown,
): value is SerializableSchema<Input, Output> {
  return isStandardSchema(value) && value['~standard'].jsonSchema !== undefined;
}

/**
 * A parser of one state key's values. `undefined` passes: it stands for a key that holds nothing.
 * @throws InvalidUpdateError INVALID_INPUT, from the parser
 */
export function parserOf(schema: StandardSchema, key: string): Parser {
  return (value, giver) => {
    if (value === undefined) return value;
    const result = validate(schema, value, `The schema of state key "${key}"`);
    if (!result.issues) return keepUnchanged(value, result.value);
    throw new InvalidUpdateError(
      'INVALID_INPUT',
      `${giver} gives state key "${key}" a value that does not fit its schema. ${reasonsOf(result.issues, key)}`,
    );
  };
}

/** @throws GraphValidationError for a schema that answers later; the engine checks in the middle of a step */
export function validate(schema: StandardSchema, value: unknown, what: string): ValidationResult<unknown> {
  const result = schema['~standard'].validate(value);
  if (!isPromise(result)) return result;
  throw new GraphValidationError(`${what} validates asynchronously; use a synchronous one.`);
}

/** What a person reads about a value that did not fit, each part by its path. */
export function reasonsOf(issues: readonly ValidationIssue[], root: string): string {
  return issues.map((issue) => `${[root, ...pathOf(issue)].join('.')}: ${issue.message}`).join('; ');
}

function pathOf(issue: ValidationIssue): string[] {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
}

/** Makes the schema's default; undefined for a schema without one. A schema that takes `undefined` for a value has one. */
export function getSchemaDefaultGetter(schema: unknown): (() => unknown) | undefined {
  if (!isStandardSchema(schema)) return undefined;
  const makeDefault = () => {
    const result = schema['~standard'].validate(undefined);
    if (isPromise(result)) result.catch(() => {});
    return isPromise(result) || result.issues ? undefined : result.value;
  };
  return makeDefault() === undefined ? undefined : makeDefault;
}

/** What one library can't say of a part, it is asked to leave open. */
const OPTIONS = { target: 'draft-2020-12', libraryOptions: { unrepresentable: 'any' } };

/** The schema as JSON Schema, of what it takes or what it gives; undefined when its library can't say. */
export function getJsonSchemaFromSchema(schema: unknown, side: 'input' | 'output' = 'input'): JsonSchema | undefined {
  if (!isSerializableSchema(schema)) return undefined;
  try {
    return schema['~standard'].jsonSchema[side](OPTIONS);
  } catch {
    // By Standard JSON Schema, a library throws for what it can't say. Forms and docs do without.
    return undefined;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown>).then === 'function';
}
