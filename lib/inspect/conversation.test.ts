import { describe, expect, it } from 'vitest';
import { chatMessage, readsAsConversation } from './conversation';

const IMAGE = 'data:image/png;base64,iVBORw0KGgo=';
const ai = (fields: object) => ({ $type: 'AIMessage', value: { content: '', lc_kwargs: {}, ...fields } });

describe('readsAsConversation', () => {
  it('knows messages of LangChain and plain ones', () => {
    expect(readsAsConversation([ai({ content: 'x' }), { $type: 'HumanMessage', value: { content: 'y' } }])).toBe(true);
    expect(readsAsConversation([{ role: 'user', content: 'x' }])).toBe(true);
    expect(readsAsConversation([{ type: 'human', content: 'x' }])).toBe(true);
  });

  it('leaves other lists alone', () => {
    for (const value of [[], ['x'], [{ content: 'x' }], [{ role: 'user' }], { role: 'user', content: 'x' }, undefined])
      expect(readsAsConversation(value)).toBe(false);
  });
});

describe('chatMessage', () => {
  it('tells who speaks and what', () => {
    expect(chatMessage({ role: 'user', name: 'ann', content: 'hello' })).toEqual({
      speaker: 'user',
      role: 'user',
      name: 'ann',
      parts: [{ kind: 'text', text: 'hello' }],
    });
    expect(chatMessage({ $type: 'ToolMessage', value: { content: '42' } })?.speaker).toBe('tool');
    expect(chatMessage({ role: 'constructor', content: 'x' })?.speaker).toBe('other');
  });

  it('reads blocks, calls and images that lie in the message', () => {
    const content = [
      { type: 'text', text: 'look' },
      { type: 'image_url', image_url: { url: IMAGE } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      { type: 'image_url', image_url: { url: 'https://elsewhere.example/x.png' } },
    ];
    const parts = chatMessage(ai({ content, tool_calls: [{ name: 'search', args: { q: 1 } }] }))?.parts;
    expect(parts).toEqual([
      { kind: 'text', text: 'look' },
      { kind: 'image', url: IMAGE },
      { kind: 'image', url: IMAGE },
      { kind: 'other', label: 'image_url' },
      { kind: 'call', name: 'search', args: { q: 1 } },
    ]);
  });

  it('is null for what is no message', () => {
    expect(chatMessage({ a: 1 })).toBeNull();
  });
});
