import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { type FieldKind, fieldKind } from './field-kind';

const kindOf = (type: z.ZodType, value?: unknown): FieldKind => {
  const schema = z.toJSONSchema(type, { io: 'input' }) as JsonSchema;
  return fieldKind(schema, schema, value);
};

describe('fieldKind', () => {
  it('reads what zod writes', () => {
    expect(kindOf(z.string()).kind).toBe('text');
    expect(kindOf(z.email())).toEqual({ kind: 'text', format: 'email' });
    expect(kindOf(z.int())).toEqual({ kind: 'number', isInteger: true });
    expect(kindOf(z.boolean()).kind).toBe('boolean');
    expect(kindOf(z.enum(['a', 'b']))).toEqual({ kind: 'choice', options: ['a', 'b'] });
    expect(kindOf(z.literal('x'))).toEqual({ kind: 'constant', value: 'x' });
    expect(kindOf(z.array(z.string()))).toMatchObject({ kind: 'list', items: { type: 'string' } });
    expect(kindOf(z.tuple([z.string(), z.number()]))).toMatchObject({ kind: 'tuple', rest: null });
    expect(kindOf(z.record(z.string(), z.number()))).toMatchObject({ kind: 'object', rest: { type: 'number' } });
  });

  it('draws nullable and several types as a union', () => {
    expect(kindOf(z.string().nullable())).toMatchObject({
      kind: 'union',
      options: [{ type: 'string' }, { type: 'null' }],
    });
    expect(kindOf(z.union([z.string(), z.object({ a: z.number() })])).kind).toBe('union');
  });

  it('offers further keys only where the schema speaks of them', () => {
    expect(kindOf(z.object({ a: z.string() }))).toMatchObject({ kind: 'object', rest: null });
    expect(kindOf(z.looseObject({ a: z.string() }))).toMatchObject({ kind: 'object', rest: {} });
  });

  it('follows references, also into itself', () => {
    const Tree = z.object({
      name: z.string(),
      get children() {
        return z.array(Tree);
      },
    });
    const schema = z.toJSONSchema(Tree) as JsonSchema;
    const root = fieldKind(schema, schema, undefined);
    const children = root.kind === 'object' ? root.properties[1]![1] : {};
    const list = fieldKind(children, schema, undefined);
    expect(list.kind === 'list' && fieldKind(list.items, schema, undefined).kind).toBe('object');
  });

  it('follows the value where the schema is open', () => {
    expect(kindOf(z.any(), 'text').kind).toBe('text');
    expect(kindOf(z.any(), [1]).kind).toBe('list');
    expect(kindOf(z.any()).kind).toBe('json');
  });

  it('edits what JSON cannot hold as JSON, whatever the schema says', () => {
    expect(kindOf(z.string(), { $type: 'bigint', value: '9' }).kind).toBe('json');
  });
});
