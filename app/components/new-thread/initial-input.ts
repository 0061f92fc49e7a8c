import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { defaultValue } from '../schema-form/default-value';
import { simplify } from '../schema-form/field-kind';

/**
 * What the form starts with: the example, what the schema requires, and defaults that say something.
 * Empty defaults stay unset: a state's own channels would otherwise all be part of the input.
 */
export function initialInput(
  schema: JsonSchema,
  example: Record<string, unknown> | undefined,
): Record<string, unknown> {
  const known = simplify(schema, schema);
  const properties = isPlainObject(known.properties) ? known.properties : {};
  const required = Array.isArray(known.required) ? known.required : [];
  const given = Object.entries(properties).flatMap(([key, property]): [string, unknown][] => {
    if (!isPlainObject(property)) return [];
    if (example !== undefined && Object.hasOwn(example, key)) return [[key, example[key]]];
    if (required.includes(key) || saysSomething(property.default)) return [[key, defaultValue(property, schema)]];
    return [];
  });
  const beyond = Object.entries(example ?? {}).filter(([key]) => !Object.hasOwn(properties, key));
  return Object.fromEntries([...given, ...beyond]);
}

function saysSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isPlainObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
