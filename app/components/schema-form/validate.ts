import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject, sameValue } from '@/lib/inspect/json';
import { isOpen, isTypedValue, simplify, unionOptions } from './field-kind';
import { childPointer, type Pointer } from './pointer';

/** Why a value does not fit, by place. The server has the last word; this one tells while typing. */
export type Misfits = ReadonlyMap<Pointer, string>;

export const NO_MISFITS: Misfits = new Map();

/** Checks what zod's `toJSONSchema` writes. Interprets the schema, since a Content-Security-Policy forbids compiling it. */
export function validate(schema: JsonSchema, value: unknown, root: JsonSchema = schema): Misfits {
  const misfits = new Map<Pointer, string>();
  check({ schema, value, at: '', root, misfits });
  return misfits;
}

/** Of one channel's value; none where the schema does not name the channel. */
export function channelMisfits(stateSchema: JsonSchema, channel: string, value: unknown): Misfits {
  const { properties } = simplify(stateSchema, stateSchema);
  const schema = isPlainObject(properties) && Object.hasOwn(properties, channel) ? properties[channel] : undefined;
  return isPlainObject(schema) ? validate(schema, value, stateSchema) : NO_MISFITS;
}

export function fits(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  return validate(schema, value, root).size === 0;
}

interface Place {
  schema: JsonSchema;
  value: unknown;
  at: Pointer;
  root: JsonSchema;
  misfits: Map<Pointer, string>;
}

function check(place: Place): void {
  const { value, at, root, misfits } = place;
  const schema = simplify(place.schema, root);
  if (isOpen(schema) || isTypedValue(value)) return;
  const options = unionOptions(schema);
  if (options !== null) {
    checkUnion({ ...place, schema }, options);
    return;
  }
  const misfit = misfitOf(schema, value);
  if (misfit !== null) misfits.set(at, misfit);
  else if (Array.isArray(value)) checkItems({ ...place, schema }, value);
  else if (isPlainObject(value)) checkProperties({ ...place, schema }, value);
}

/** One option fits, or the misfits of the one that comes nearest are told. */
function checkUnion({ value, at, root, misfits }: Place, options: JsonSchema[]): void {
  const results = options.map((option) => {
    const inside = new Map<Pointer, string>();
    check({ schema: option, value, at, root, misfits: inside });
    return inside;
  });
  if (results.some((inside) => inside.size === 0)) return;
  const nearest = results.filter((inside) => !inside.has(at)).sort((a, b) => a.size - b.size)[0];
  for (const [pointer, text] of nearest ?? [[at, 'Fits none of the allowed types']]) misfits.set(pointer, text);
}

function checkItems({ schema, at, root, misfits }: Place, items: unknown[]): void {
  const prefix = Array.isArray(schema.prefixItems) ? (schema.prefixItems as JsonSchema[]) : [];
  items.forEach((item, index) => {
    const own = prefix[index] ?? (isPlainObject(schema.items) ? schema.items : {});
    check({ schema: own, value: item, at: childPointer(at, index), root, misfits });
  });
}

function checkProperties({ schema, at, root, misfits }: Place, value: Record<string, unknown>): void {
  const properties = isPlainObject(schema.properties) ? schema.properties : {};
  for (const key of Array.isArray(schema.required) ? schema.required.map(String) : []) {
    if (value[key] === undefined) misfits.set(childPointer(at, key), 'Required');
  }
  for (const [key, item] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    if (own === false) misfits.set(childPointer(at, key), 'Not a known key');
    else if (isPlainObject(own) && item !== undefined) {
      check({ schema: own, value: item, at: childPointer(at, key), root, misfits });
    }
  }
}

function misfitOf(schema: JsonSchema, value: unknown): string | null {
  if (schema.const !== undefined)
    return sameValue(value, schema.const) ? null : `Must be ${JSON.stringify(schema.const)}`;
  if (Array.isArray(schema.enum) && !schema.enum.some((option) => sameValue(option, value))) {
    return `Must be one of ${schema.enum.map((option) => JSON.stringify(option)).join(', ')}`;
  }
  const typeMisfit = misfitOfType(schema.type, value);
  if (typeMisfit !== null) return typeMisfit;
  if (typeof value === 'number') return misfitOfNumber(schema, value);
  if (typeof value === 'string') return misfitOfText(schema, value);
  return Array.isArray(value) ? misfitOfLength(schema.minItems, schema.maxItems, value.length, 'item') : null;
}

function misfitOfType(type: unknown, value: unknown): string | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? null : 'Must be text';
    case 'number':
      return typeof value === 'number' ? null : 'Must be a number';
    case 'integer':
      return Number.isInteger(value) ? null : 'Must be a whole number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'Must be true or false';
    case 'null':
      return value === null ? null : 'Must be null';
    case 'array':
      return Array.isArray(value) ? null : 'Must be a list';
    case 'object':
      return isPlainObject(value) ? null : 'Must be an object';
    default:
      return null;
  }
}

function misfitOfNumber(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema,
  value: number,
): string | null {
  if (typeof minimum === 'number' && value < minimum) return `Must be at least ${minimum}`;
  if (typeof maximum === 'number' && value > maximum) return `Must be at most ${maximum}`;
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return `Must be more than ${exclusiveMinimum}`;
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return `Must be less than ${exclusiveMaximum}`;
  if (typeof multipleOf === 'number' && Math.abs(value / multipleOf - Math.round(value / multipleOf)) > 1e-9) {
    return `Must be a multiple of ${multipleOf}`;
  }
  return null;
}

function misfitOfText({ minLength, maxLength, pattern, format }: JsonSchema, value: string): string | null {
  if (typeof pattern === 'string' && !matches(pattern, value)) {
    return typeof format === 'string' ? `Must be a valid ${format}` : `Must match ${pattern}`;
  }
  return misfitOfLength(minLength, maxLength, value.length, 'character');
}

function misfitOfLength(min: unknown, max: unknown, length: number, unit: string): string | null {
  if (typeof min === 'number' && length < min) return `Needs at least ${min} ${unit}${min === 1 ? '' : 's'}`;
  if (typeof max === 'number' && length > max) return `Takes at most ${max} ${unit}${max === 1 ? '' : 's'}`;
  return null;
}

/** A pattern that this browser cannot read is left to the server. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}
