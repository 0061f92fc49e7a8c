import { createServer, get } from 'node:http';
import { expect, it } from 'vitest';
import { passEncodings } from './encodings.mjs';

it('tells a route what the client takes, and the client how the answer is encoded', async () => {
  const told = [];
  const server = createServer((request, response) => {
    passEncodings(request, response);
    told.push(request.headers['x-retrograph-encoding']);
    response.setHeader('x-retrograph-encoding', 'br');
    response.end('bytes');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const headersOf = (headers) =>
    new Promise((resolve) =>
      get({ port: server.address().port, headers }, (answer) => resolve(answer.resume().headers)),
    );
  const answered = await headersOf({ 'accept-encoding': 'gzip, br', 'x-retrograph-encoding': 'zip' });
  await headersOf({ 'x-retrograph-encoding': 'zip' });
  server.close();
  expect(told).toEqual(['gzip, br', '']);
  expect(answered).toMatchObject({ 'content-encoding': 'br' });
  expect(answered).not.toHaveProperty('x-retrograph-encoding');
});
