import { describe, expect, it } from 'vitest';
import { originOf } from './origin';

const own = { clientId: 'browser.tab', openedMs: 100 };

describe('originOf', () => {
  it('knows the page itself', () => {
    expect(originOf({ clientId: 'browser.tab', createdAt: 500 }, own)).toBe('own');
  });

  it('tells another tab from another client', () => {
    expect(originOf({ clientId: 'browser.other', createdAt: 500 }, own)).toBe('tab');
    expect(originOf({ clientId: 'elsewhere.tab', createdAt: 500 }, own)).toBe('client');
    expect(originOf({ clientId: null, createdAt: 500 }, own)).toBe('client');
  });

  it('takes for its own what the browser did before the page was opened', () => {
    expect(originOf({ clientId: 'browser.closed', createdAt: 50 }, own)).toBe('own');
    expect(originOf({ clientId: 'elsewhere.tab', createdAt: 50 }, own)).toBe('client');
  });
});
