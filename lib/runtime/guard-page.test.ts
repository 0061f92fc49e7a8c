import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { cookieValue } from './gate';
import { guardPage } from './guard-page';

const TOKEN = 'a-long-enough-secret';
const open = { host: '127.0.0.1', origins: [], token: null };
const closed = { host: '0.0.0.0', origins: [], token: TOKEN };

function visit(path: string, settings: typeof open | typeof closed = open, headers: Record<string, string> = {}) {
  const request = new NextRequest(`http://0.0.0.0:3000${path}`, { headers: { host: 'localhost:3000', ...headers } });
  return guardPage(request, settings, false);
}

describe('the guard of the pages', () => {
  it('gives each page a policy with a nonce of its own', () => {
    const policies = [visit('/'), visit('/')].map((response) => response.headers.get('content-security-policy'));
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic';/);
    expect(policies[0]).not.toContain('unsafe-eval');
    expect(policies[0]).not.toBe(policies[1]);
  });

  it('refuses foreign hosts', async () => {
    const response = visit('/', open, { host: 'evil.example' });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('evil.example')]);
  });

  it('signs a browser in by its own name and takes the token out of the address', () => {
    const response = visit(`/threads?token=${TOKEN}&graph=x`, closed);
    expect([response.status, response.headers.get('location')]).toEqual([303, 'http://localhost:3000/threads?graph=x']);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`retrograph_token=${cookieValue(TOKEN)}`);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=strict/i);
    expect(visit('/', closed, { cookie }).status).toBe(200);
  });

  it('lets nobody in without the token or with a wrong one', () => {
    expect(visit('/', closed).status).toBe(401);
    expect(visit('/?token=wrong', closed).status).toBe(401);
    expect(visit(`/?token=${TOKEN}`, closed, { origin: 'https://evil.example' }).status).toBe(403);
  });
});
