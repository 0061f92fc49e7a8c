import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { isOpen, simplify } from './field-kind';
import { fits } from './validate';

/** A short name for one option of a union, for the menu that chooses the type. */
export function typeName(schema: JsonSchema, root: JsonSchema): string {
  const known = simplify(schema, root);
  if (typeof known.title === 'string') return known.title;
  if (known.const !== undefined) return JSON.stringify(known.const);
  if (Array.isArray(known.enum)) return 'one of a list';
  const tag = discriminator(known);
  if (tag !== null) return tag;
  if (isOpen(known)) return 'anything';
  return TYPE_NAMES[String(known.type)] ?? 'value';
}

/** The first option that the value fits, else the first of the same type, else -1. */
export function chosenOption(options: JsonSchema[], value: unknown, root: JsonSchema): number {
  const fitting = options.findIndex((option) => fits(option, value, root));
  if (fitting >= 0) return fitting;
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return options.findIndex((option) => {
    const own = simplify(option, root).type;
    return own === type || (own === 'integer' && type === 'number');
  });
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'yes / no',
  null: 'nothing (null)',
  array: 'list',
  object: 'object',
};

/** In a tagged union each object has one constant key: its value names the option. */
function discriminator({ properties }: JsonSchema): string | null {
  if (!isPlainObject(properties)) return null;
  const tag = Object.entries(properties).find(([, schema]) => isPlainObject(schema) && schema.const !== undefined);
  return tag === undefined ? null : `${tag[0]}: ${JSON.stringify((tag[1] as JsonSchema).const)}`;
}
