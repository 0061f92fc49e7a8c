import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openTestServer } from '../test-server';
import { HEARTBEAT } from './running-server';

// A server over HTTP as a process of its own, to be killed. Arguments: the folder with its graphs, the database's address.
// It prints its port once it listens.

const [folder, databaseUrl] = process.argv.slice(2) as [string, string];
const server = await openTestServer(folder, { keepsConfig: true, databaseUrl, heartbeat: HEARTBEAT });
const http = createServer(async (request, response) => {
  const body = await text(request);
  const answer = await server.send(request.method ?? 'GET', request.url ?? '/', body === '' ? undefined : body);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
console.log((http.address() as AddressInfo).port);
