import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { useShape } from './use-shape';

function shapeOf(value: unknown): JsonSchema {
  const Probe = () => JSON.stringify(useShape({}, value));
  const text = renderToStaticMarkup(createElement(Probe)).replaceAll('&quot;', '"');
  return JSON.parse(text);
}

describe('useShape', () => {
  it('takes a long list whose last item is unlike the ones it looked at', () => {
    const list = [...Array.from({ length: 1_000 }, (_, index) => ({ index, name: 'item' })), { id: 'other' }];
    expect(shapeOf(list)).toMatchObject({ type: 'array', items: { required: ['index', 'name'] } });
  });
});
