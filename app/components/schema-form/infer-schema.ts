import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject, sameValue } from '@/lib/inspect/json';

/** Items looked at in a long list: enough for the shape, whatever its length. */
const SAMPLE = 200;

/**
 * A schema for a value without one: states from `Annotation` have no types at run time, so forms follow what is there now.
 * Objects keep their keys and may get more; list items share one schema, in which a key that some items lack is optional.
 */
export function inferSchema(value: unknown): JsonSchema {
  if (value === null) return { type: 'null' };
  if (Array.isArray(value)) return { type: 'array', items: inferItems(value.slice(0, SAMPLE)) };
  if (isPlainObject(value)) {
    if (typeof value.$type === 'string') return {};
    const keys = Object.keys(value);
    return {
      type: 'object',
      properties: Object.fromEntries(keys.map((key) => [key, inferSchema(value[key])])),
      required: keys,
      additionalProperties: {},
    };
  }
  switch (typeof value) {
    case 'string':
      return { type: 'string' };
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    default:
      return {};
  }
}

function inferItems(items: unknown[]): JsonSchema {
  return (
    items.map(inferSchema).reduce<JsonSchema | null>((all, next) => (all === null ? next : unite(all, next)), null) ??
    {}
  );
}

function unite(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (sameValue(a, b)) return a;
  if (isPlainObject(a.properties) && isPlainObject(b.properties)) return uniteObjects(a, b);
  if (a.type === 'array' && b.type === 'array') return { type: 'array', items: uniteItems(a.items, b.items) };
  return uniteOptions(a, b);
}

function uniteObjects(a: JsonSchema, b: JsonSchema): JsonSchema {
  const left = a.properties as Record<string, JsonSchema>;
  const right = b.properties as Record<string, JsonSchema>;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const properties = keys.map((key) => {
    const [one, other] = [left[key], right[key]];
    return [key, one && other ? unite(one, other) : (one ?? other)];
  });
  const required = (a.required as string[]).filter((key) => (b.required as string[]).includes(key));
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: {} };
}

/** The items of an empty list say nothing, so the other list's stand for both. */
function uniteItems(a: unknown, b: unknown): JsonSchema {
  const [one, other] = [a, b].map((items) => (isPlainObject(items) ? items : {})) as [JsonSchema, JsonSchema];
  if (Object.keys(one).length === 0) return other;
  if (Object.keys(other).length === 0) return one;
  return unite(one, other);
}

function uniteOptions(a: JsonSchema, b: JsonSchema): JsonSchema {
  const options = [...optionsOf(a)];
  for (const option of optionsOf(b)) {
    const alike = options.findIndex(
      (known) => known.type === option.type && (option.type === 'object' || option.type === 'array'),
    );
    if (alike >= 0) options[alike] = unite(options[alike]!, option);
    else if (!options.some((known) => sameValue(known, option))) options.push(option);
  }
  return options.length === 1 ? options[0]! : { anyOf: options };
}

function optionsOf(schema: JsonSchema): JsonSchema[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf : [schema];
}
