import type { JsonSchema } from './served-graph';

/** An input made of the schema's defaults, and of the empty value of each required key that has none. */
export function exampleInput(schema: JsonSchema): Record<string, unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = new Set((schema.required ?? []) as string[]);
  const entries = properties.flatMap(([name, property]) => {
    if (property.default !== undefined) return [[name, property.default]];
    return required.has(name) ? [[name, emptyValue(property)]] : [];
  });
  return Object.fromEntries(entries);
}

function emptyValue(schema: JsonSchema): unknown {
  const choices = schema.enum as unknown[] | undefined;
  if (choices !== undefined) return choices[0];
  switch (schema.type) {
    case 'string':
      return '';
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return exampleInput(schema);
    default:
      return null;
  }
}
