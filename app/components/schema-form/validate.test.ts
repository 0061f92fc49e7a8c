import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { defaultValue } from './default-value';
import { validate } from './validate';

const misfits = (type: z.ZodType, value: unknown) =>
  Object.fromEntries(validate(z.toJSONSchema(type, { io: 'input' }) as JsonSchema, value));

const Input = z.object({
  title: z.string().min(3),
  count: z.number().int().min(1).max(9),
  level: z.enum(['low', 'high']),
  tags: z.array(z.string()),
  note: z.string().nullable().optional(),
});

describe('validate', () => {
  it('passes what fits', () => {
    expect(misfits(Input, { title: 'abc', count: 9, level: 'low', tags: ['x'], note: null })).toEqual({});
  });

  it('tells each misfit at its place', () => {
    expect(misfits(Input, { title: 'ab', count: 1.5, level: 'mid', tags: ['x', 2], note: 5 })).toEqual({
      '/title': 'Needs at least 3 characters',
      '/count': 'Must be a whole number',
      '/level': 'Must be one of "low", "high"',
      '/tags/1': 'Must be text',
      '/note': 'Fits none of the allowed types',
    });
  });

  it('asks for required keys', () => {
    expect(misfits(Input, { title: 'abc', count: 1, level: 'low' })).toEqual({ '/tags': 'Required' });
  });

  it('tells the misfits of the nearest option of a union', () => {
    const Shape = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number() }),
      z.object({ kind: z.literal('box'), width: z.number(), height: z.number() }),
    ]);
    expect(misfits(Shape, { kind: 'box', width: 1, height: 'tall' })).toEqual({ '/height': 'Must be a number' });
  });

  it('knows bounds, patterns and formats', () => {
    expect(misfits(z.number().positive(), 0)).toEqual({ '': 'Must be more than 0' });
    expect(misfits(z.email(), 'nobody')).toEqual({ '': 'Must be a valid email' });
    expect(misfits(z.array(z.string()).min(1), [])).toEqual({ '': 'Needs at least 1 item' });
    expect(misfits(z.strictObject({ a: z.string() }), { a: 'x', b: 1 })).toEqual({ '/b': 'Not a known key' });
  });

  it('leaves values that JSON cannot hold to the server', () => {
    expect(misfits(z.object({ at: z.string() }), { at: { $type: 'Date', value: 'x' } })).toEqual({});
  });
});

describe('defaultValue', () => {
  it('takes the schema’s defaults and the emptiest values that are required', () => {
    const schema = z.toJSONSchema(Input.extend({ mode: z.string().default('fast') }), { io: 'input' }) as JsonSchema;
    expect(defaultValue(schema, schema)).toEqual({ title: '', count: 1, level: 'low', tags: [], mode: 'fast' });
  });

  it('ends for a schema that refers to itself', () => {
    const schema: JsonSchema = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(() => defaultValue(schema, schema)).not.toThrow();
  });
});
