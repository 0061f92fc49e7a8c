import { badRequests } from './fixtures/bad-requests';
import { rawRequest } from './fixtures/raw-request';
import { expect, test } from './fixtures/story';

test('bad input gets its status, a code and the way out, and never a stack', async ({ server, request }) => {
  await request.post(`${server.url}/api/threads`, { data: { thread_id: 'there', graph_id: 'workflow' } });
  await request.post(`${server.url}/api/threads/there/runs/wait`, { data: { assistant_id: 'workflow', input: {} } });
  for (const { what, method = 'POST', path, body, raw, status, code } of badRequests) {
    await test.step(what, async () => {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const headers: Record<string, string> = sent === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await rawRequest(server.url + path, {
        method,
        headers,
        ...(sent !== undefined && { body: sent }),
      });
      expect
        .soft({ what, status: answer.status, ...told(answer.text) })
        .toEqual({ what, status, code, message: expect.stringMatching(/\S{2,}/) });
      expect.soft(answer.text).not.toMatch(/\n\s+at |node_modules/);
    });
  }
  expect((await request.get(`${server.url}/api/ok`)).status(), 'the server is well afterwards').toBe(200);
});

function told(text: string): object {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    return { code, message };
  } catch {
    return { notJson: text.slice(0, 200) };
  }
}

test('foreign hosts and origins are refused, pages and API alike', async ({ server }) => {
  const refused: [path: string, headers: Record<string, string>, told: string][] = [
    ['/api/ok', { host: 'evil.example' }, 'FOREIGN_HOST'],
    ['/', { host: 'evil.example:3000' }, 'does not answer as'],
    ['/threads', { host: '127.0.0.1.evil.example' }, 'does not answer as'],
    ['/api/threads/search', { origin: 'https://evil.example' }, 'FOREIGN_ORIGIN'],
    ['/api/threads/search', { origin: 'null' }, 'FOREIGN_ORIGIN'],
    ['/api/threads/search', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'FOREIGN_ORIGIN'],
    ['/api/debugger/graphs', { origin: 'http://127.0.0.1:1' }, 'FOREIGN_ORIGIN'],
  ];
  for (const [path, headers, message] of refused) {
    const answer = await rawRequest(server.url + path, { headers });
    expect.soft({ path, headers, ...answer }).toMatchObject({ status: 403, text: expect.stringContaining(message) });
  }
  const own = await rawRequest(`${server.url}/api/ok`, {
    headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
  });
  expect(own.status).toBe(200);
});
