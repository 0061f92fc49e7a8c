import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { useShape } from './use-shape';

function Shape({ value }: { value: unknown }) {
  return JSON.stringify(useShape({}, value));
}

describe('useShape', () => {
  it('takes a long list whose last item is unlike the ones it looked at', () => {
    const list = [...Array.from({ length: 1_000 }, (_, index) => ({ index })), { id: 'other' }];
    const text = renderToStaticMarkup(createElement(Shape, { value: list })).replaceAll('&quot;', '"');
    expect(JSON.parse(text)).toMatchObject({ type: 'array', items: { required: ['index'] } });
  });
});
