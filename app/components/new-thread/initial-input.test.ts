import { describe, expect, it } from 'vitest';
import { initialInput } from './initial-input';

const schema = {
  type: 'object',
  properties: {
    repository: { type: 'string', default: '/home/ada/website' },
    range: { type: 'string', default: '' },
    count: { type: 'integer', default: 30 },
    topic: { type: 'string' },
  },
  required: ['topic'],
};

describe('initialInput', () => {
  it('fills in the example, what is required and defaults that say something', () => {
    expect(initialInput(schema, { count: 5 })).toEqual({ repository: '/home/ada/website', count: 5, topic: '' });
  });

  it('keeps an example’s keys that the schema does not know', () => {
    expect(initialInput(schema, { extra: true })).toMatchObject({ extra: true });
  });

  it('takes an open schema’s input from the example alone', () => {
    expect(initialInput({}, { a: 1 })).toEqual({ a: 1 });
  });
});
