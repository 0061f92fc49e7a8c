import { describe, expect, it } from 'vitest';
import { usageIn } from './token-usage';

const ai = (usage: object, rest = {}) => ({
  $type: 'AIMessage',
  value: { content: 'x', usage_metadata: usage, ...rest },
});

describe('usageIn', () => {
  it('sums what messages report, and names the models', () => {
    const told = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
    const messages = [ai(told, { response_metadata: { model_name: 'm' } }), ai(told), { role: 'user', content: 'hi' }];
    expect(usageIn({ messages })).toEqual({ input: 20, output: 10, total: 30, messages: 2, models: ['m'] });
  });

  it('counts a message once, though its class repeats what it was made of', () => {
    const told = { input_tokens: 1, output_tokens: 2 };
    expect(usageIn(ai(told, { lc_kwargs: { usage_metadata: told } }))).toMatchObject({ total: 3, messages: 1 });
  });

  it('knows the older forms', () => {
    const old = {
      content: 'x',
      response_metadata: { tokenUsage: { promptTokens: 3, completionTokens: 4, totalTokens: 7 } },
    };
    expect(usageIn([old])).toMatchObject({ input: 3, output: 4, total: 7 });
    expect(usageIn({ llmOutput: { tokenUsage: { promptTokens: 1 } } })).toMatchObject({
      input: 1,
      output: 0,
      total: 1,
    });
  });

  it('says nothing where nothing is told', () => {
    expect(usageIn({ messages: [{ role: 'user', content: 'hi' }], n: null })).toBeNull();
  });
});
