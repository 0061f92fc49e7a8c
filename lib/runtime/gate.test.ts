import { describe, expect, it } from 'vitest';
import { cookieValue, judgeRequest } from './gate';

const open = { host: '127.0.0.1', origins: ['https://chat.example'], token: null };
const closed = { host: '0.0.0.0', origins: ['https://chat.example'], token: 'a-long-enough-secret' };

function judge(headers: Record<string, string>, settings: typeof open | typeof closed = open, method = 'GET') {
  const verdict = judgeRequest({ method, headers: new Headers({ host: 'localhost:3000', ...headers }) }, settings);
  return verdict.kind === 'allow' ? 'allow' : verdict.code;
}

describe('the gate', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:8080'])('answers as %s', (host) => {
    expect(judge({ host })).toBe('allow');
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example:3000',
    '10.0.0.1:3000',
  ])('does not answer as %s', (host) => {
    expect(judge({ host })).toBe('FOREIGN_HOST');
  });

  it('takes requests of its own pages and of named origins only', () => {
    expect(judge({ origin: 'http://localhost:3000' }, open, 'POST')).toBe('allow');
    expect(judge({ origin: 'https://chat.example' }, open, 'POST')).toBe('allow');
    for (const origin of ['http://localhost:5173', 'https://evil.example', 'null', 'http://127.0.0.1:3000']) {
      expect(judge({ origin }, open, 'POST')).toBe('FOREIGN_ORIGIN');
    }
  });

  it('refuses what another site makes a browser send without an Origin', () => {
    expect(judge({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe('FOREIGN_ORIGIN');
    expect(judge({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe('FOREIGN_ORIGIN');
    expect(judge({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe('allow');
  });

  it('wants the token in one of three places', () => {
    const token = closed.token ?? '';
    expect(judge({}, closed)).toBe('UNAUTHORIZED');
    expect(judge({ authorization: 'Bearer wrong' }, closed)).toBe('UNAUTHORIZED');
    expect(judge({ cookie: `retrograph_token=${token}` }, closed)).toBe('UNAUTHORIZED');
    expect(judge({ authorization: `Bearer ${token}` }, closed)).toBe('allow');
    expect(judge({ 'x-api-key': token }, closed)).toBe('allow');
    expect(judge({ cookie: `a=b; retrograph_token=${cookieValue(token)}` }, closed)).toBe('allow');
  });

  it('lets a named origin ask beforehand without a token', () => {
    expect(judge({ origin: 'https://chat.example' }, closed, 'OPTIONS')).toBe('allow');
    expect(judge({ origin: 'https://evil.example' }, closed, 'OPTIONS')).toBe('FOREIGN_ORIGIN');
  });
});
