import type { JsonSchema } from '@/lib/contracts/debugger';
import { fieldKind, simplify } from './field-kind';

/** The value that a field starts with: the schema's default, else the emptiest value that fits, with what is required inside. */
export function defaultValue(schema: JsonSchema, root: JsonSchema, depth = 0): unknown {
  const known = simplify(schema, root);
  if (known.default !== undefined) return known.default;
  const field = fieldKind(known, root, undefined);
  switch (field.kind) {
    case 'text':
      return '';
    case 'number':
      return smallest(known);
    case 'boolean':
      return false;
    case 'constant':
      return field.value;
    case 'choice':
      return field.options[0];
    case 'list':
      return Array.from({ length: depth < MAX_DEPTH ? Number(known.minItems ?? 0) : 0 }, () =>
        defaultValue(field.items, root, depth + 1),
      );
    case 'tuple':
      return field.items.map((item) => defaultValue(item, root, depth + 1));
    case 'object':
      return Object.fromEntries(
        field.properties
          .filter(([key, property]) => depth < MAX_DEPTH && (field.required.has(key) || property.default !== undefined))
          .map(([key, property]) => [key, defaultValue(property, root, depth + 1)]),
      );
    case 'union':
      return field.options[0] === undefined ? null : defaultValue(field.options[0], root, depth + 1);
    case 'null':
    case 'json':
      return null;
  }
}

/** A schema may refer to itself; a required cycle has no finite value. */
const MAX_DEPTH = 8;

function smallest({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  if (typeof minimum === 'number' && minimum > 0) return minimum;
  if (typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0) return Math.floor(exclusiveMinimum) + 1;
  if (typeof maximum === 'number' && maximum < 0) return maximum;
  return 0;
}
