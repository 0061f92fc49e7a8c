import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { inferSchema } from './infer-schema';

/** What a schema asks for, as the form draws it. */
export type FieldKind =
  | { kind: 'text'; format: string | null }
  | { kind: 'number'; isInteger: boolean }
  | { kind: 'boolean' }
  | { kind: 'null' }
  | { kind: 'constant'; value: unknown }
  | { kind: 'choice'; options: unknown[] }
  | { kind: 'object'; properties: [key: string, schema: JsonSchema][]; required: Set<string>; rest: JsonSchema | null }
  | { kind: 'list'; items: JsonSchema }
  | { kind: 'tuple'; items: JsonSchema[]; rest: JsonSchema | null }
  | { kind: 'union'; options: JsonSchema[] }
  /** Edited as JSON: a value that JSON cannot hold plainly, or an open schema without a value to go by. */
  | { kind: 'json' };

/** An open schema says nothing: the shape of the current value stands in for it. */
export function fieldKind(schema: JsonSchema, root: JsonSchema, value: unknown): FieldKind {
  if (isTypedValue(value)) return { kind: 'json' };
  const known = simplify(schema, root);
  if (isOpen(known)) return value === undefined ? { kind: 'json' } : closedKind(inferSchema(value));
  return closedKind(known);
}

/** `{ $type, value }`: a Map, a Date, a bigint …, see lib/contracts/wire-value.ts. */
export function isTypedValue(value: unknown): boolean {
  return isPlainObject(value) && typeof value.$type === 'string';
}

export function isOpen(schema: JsonSchema): boolean {
  return SAYING.every((keyword) => schema[keyword] === undefined);
}

/** Follows `$ref`, folds a single `allOf`/`anyOf` and turns `type: [a, b]` into a union. */
export function simplify(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const target = follow(schema, root);
  const { type, allOf } = target;
  if (Array.isArray(type)) {
    if (type.length === 1) return { ...target, type: type[0] };
    return {
      ...pickTitle(target),
      anyOf: type.map((single: string) => ({
        ...target,
        type: single,
        description: undefined,
        title: undefined,
        default: undefined,
      })),
    };
  }
  const options = unionOptions(target);
  if (options?.length === 1) return { ...simplify(options[0]!, root), ...pickTitle(target) };
  if (Array.isArray(allOf) && options === null) {
    const merged = (allOf as JsonSchema[]).map((part) => simplify(part, root)).reduce(mergeObjects, {});
    const { allOf: _, ...own } = target;
    return mergeObjects(merged, own);
  }
  return target;
}

export function unionOptions(schema: JsonSchema): JsonSchema[] | null {
  const options = schema.anyOf ?? schema.oneOf;
  return Array.isArray(options) ? (options as JsonSchema[]) : null;
}

const SAYING = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref', 'properties', 'items', 'prefixItems'];

function closedKind(schema: JsonSchema): FieldKind {
  const options = unionOptions(schema);
  if (options !== null) return { kind: 'union', options };
  if (schema.const !== undefined) return { kind: 'constant', value: schema.const };
  if (Array.isArray(schema.enum)) return { kind: 'choice', options: schema.enum };
  switch (
    schema.type ??
    (schema.properties !== undefined ? 'object' : schema.items !== undefined ? 'array' : undefined)
  ) {
    case 'string':
      return { kind: 'text', format: typeof schema.format === 'string' ? schema.format : null };
    case 'number':
      return { kind: 'number', isInteger: false };
    case 'integer':
      return { kind: 'number', isInteger: true };
    case 'boolean':
      return { kind: 'boolean' };
    case 'null':
      return { kind: 'null' };
    case 'array':
      return listKind(schema);
    case 'object':
      return objectKind(schema);
    default:
      return { kind: 'json' };
  }
}

function listKind(schema: JsonSchema): FieldKind {
  const rest = isPlainObject(schema.items) ? schema.items : schema.items === false ? null : {};
  if (!Array.isArray(schema.prefixItems)) return { kind: 'list', items: rest ?? {} };
  return { kind: 'tuple', items: schema.prefixItems as JsonSchema[], rest: isPlainObject(schema.items) ? rest : null };
}

function objectKind(schema: JsonSchema): FieldKind {
  const properties = isPlainObject(schema.properties) ? Object.entries(schema.properties) : [];
  return {
    kind: 'object',
    properties: properties.map(([key, property]) => [key, isPlainObject(property) ? property : {}]),
    required: new Set(Array.isArray(schema.required) ? schema.required.map(String) : []),
    rest: restOf(schema, properties.length),
  };
}

/** Whether further keys may be added. JSON Schema allows them by default; a form offers them where the schema speaks of them. */
function restOf({ additionalProperties }: JsonSchema, known: number): JsonSchema | null {
  if (isPlainObject(additionalProperties)) return additionalProperties;
  return additionalProperties === true || (additionalProperties === undefined && known === 0) ? {} : null;
}

function follow(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema;
  for (let hops = 0; typeof at.$ref === 'string' && hops < 32; hops++) {
    const { $ref, ...own } = at;
    at = { ...lookUp(String($ref), root), ...own };
  }
  return at;
}

function lookUp(reference: string, root: JsonSchema): JsonSchema {
  if (!reference.startsWith('#')) return {};
  const keys = reference
    .slice(1)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = keys.reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), root);
  return isPlainObject(found) ? found : {};
}

function mergeObjects(a: JsonSchema, b: JsonSchema): JsonSchema {
  const required = [...list(a.required), ...list(b.required)];
  return {
    ...a,
    ...b,
    ...(isPlainObject(a.properties) || isPlainObject(b.properties)
      ? { properties: { ...(a.properties as object | undefined), ...(b.properties as object | undefined) } }
      : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function pickTitle({ title, description, default: preset }: JsonSchema): JsonSchema {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset }),
  };
}
