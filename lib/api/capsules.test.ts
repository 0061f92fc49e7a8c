import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileOf, linesIn } from '@/lib/capsule/test-capsules';
import type { CapsuleAnswer, CapsulePreview } from '@/lib/contracts/capsule';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, readEvents, type TestServer } from './test-server';

let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  [server, other] = await Promise.all([openTestServer(), openTestServer()]);
});
afterAll(() => Promise.all([server.close(), other.close()]));

/** A thread with a run, a note and a second branch. */
async function makeThread(id: string, graph: string, input: object): Promise<TimelinePage> {
  await server.send('POST', '/threads', { thread_id: id, metadata: { owner: 'ann', apiKey: 's3cret' } });
  await (await server.send('POST', `/threads/${id}/runs/wait`, { assistant_id: graph, input })).text();
  const page = await timeline(server, id);
  const checkpointId = page.entries[1]?.checkpointId;
  await server.send('PUT', `/debugger/threads/${id}/notes/${checkpointId}`, { text: 'look here' });
  await server.send('POST', `/debugger/threads/${id}/fork`, { checkpointId, values: {}, name: 'other' });
  return timeline(server, id);
}

const timeline = (of: TestServer, id: string) => of.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);

async function exported(id: string, body: object = {}, of = server): Promise<Buffer> {
  const answer = await of.send('POST', `/threads/${id}/capsule`, body);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function sent(of: TestServer, path: string, file: Uint8Array) {
  const answer = await of.sendBytes('POST', path, file);
  return { status: answer.status, body: (await answer.json()) as CapsuleAnswer & { code: string; message: string } };
}

it('comes back on another server as it was: timeline, states, questions, runs, notes and streams', async () => {
  for (const [id, graph, input] of [
    ['asks', 'approval', { topic: 'cats' }],
    ['inside', 'nested', { value: 1 }],
  ] as const) {
    const before = await makeThread(id, graph, input);
    const answer = await sent(other, '/capsules', await exported(id));
    expect(answer).toEqual({
      status: 200,
      body: { thread_id: id, original_id: id, checkpoints: expect.any(Number), redacted: [] },
    });
    expect(await timeline(other, id)).toEqual(before);
    const paths = [`/threads/${id}`, `/threads/${id}/history`, `/threads/${id}/runs`, `/debugger/threads/${id}`];
    for (const path of paths) {
      const method = path.endsWith('history') ? 'POST' : 'GET';
      const body = method === 'POST' ? { limit: 100 } : undefined;
      expect(await other.json(method, path, body)).toEqual(await server.json(method, path, body));
    }
    const [run] = before.runs;
    const stream = `/threads/${id}/runs/${run?.runId}/stream`;
    expect(await readEvents(await other.send('GET', stream))).toEqual(
      await readEvents(await server.send('GET', stream)),
    );
  }
  const resumed = await other.json<Record<string, unknown>>('POST', '/threads/asks/runs/wait', {
    assistant_id: 'approval',
    command: { resume: 'yes' },
    config: { configurable: { branch: (await timeline(other, 'asks')).branches[0]?.branchId } },
  });
  expect(resumed).toMatchObject({ decision: 'approved' });
});

it('is refused where the thread is already, and comes in under a new id', async () => {
  const before = await makeThread('twice', 'workflow', { task: 'x', total_steps: 2 });
  const file = await exported('twice');
  expect(await sent(server, '/capsules', file)).toMatchObject({
    status: 409,
    body: { code: 'THREAD_EXISTS', message: expect.stringContaining('?as=new') },
  });
  const { body } = await sent(server, '/capsules?as=new', file);
  expect(body.original_id).toBe('twice');
  const after = await timeline(server, body.thread_id);
  expect(after.entries).toEqual(before.entries);
  expect(after.branches).toEqual(before.branches);
});

it('tells what would leave, and leaves out what is redacted', async () => {
  await makeThread('secret', 'workflow', { task: 'the s3cret', total_steps: 2 });
  const redact = ['apiKey', 'task', 'nowhere'];
  const preview = await server.json<CapsulePreview>('POST', '/threads/secret/capsule/preview', { redact });
  expect(preview.counts).toMatchObject({ thread: 1, branch: 2, note: 1 });
  expect(preview.unmatched).toEqual(['nowhere']);
  const key = (name: string) => preview.keys.find((each) => each.key === name);
  expect(key('task')).toMatchObject({ redactedBy: 'task', places: expect.arrayContaining(['state']) });
  expect(key('apiKey')).toMatchObject({ redactedBy: 'apiKey', places: ['metadata'], count: 1 });
  expect(key('steps_completed')).toMatchObject({ redactedBy: null });
  const file = await exported('secret', { redact, leaveOut: ['notes'] });
  expect(Math.abs(file.length - preview.fileBytes)).toBeLessThan(200);
  const lines = linesIn(file);
  expect(lines.filter((line) => line.includes('s3cret'))).toEqual([]);
  expect(lines.filter((line) => line.includes('"kind":"note"'))).toEqual([]);
  const { body } = await sent(other, '/capsules', file);
  expect(body.redacted).toEqual(redact);
  const { values } = await other.json<ThreadAnswer>('GET', '/threads/secret');
  expect(values).toMatchObject({ task: '[redacted]', steps_completed: expect.any(Array) });
});

it('opens read-only: everything can be read, nothing changed', async () => {
  const before = await makeThread('shown', 'approval', { topic: 'dogs' });
  const file = await exported('shown', { redact: ['topic'] });
  const { status, body } = await sent(other, '/capsules/open?name=shown.gz', file);
  expect(status).toBe(200);
  const id = body.thread_id;
  const after = await timeline(other, id);
  expect(after.entries).toEqual(before.entries);
  expect(after.thread.capsule).toMatchObject({ originalId: 'shown', fileName: 'shown.gz', redacted: ['topic'] });
  const asked = await other.json<ThreadAnswer>('GET', `/threads/${id}`);
  expect(asked).toMatchObject({ thread_id: id, values: { topic: '[redacted]' } });
  const history = await other.json<object[]>('POST', `/threads/${id}/history`, { limit: 100 });
  expect(history).toHaveLength(before.entries.length);
  // What was made of it stands under another key.
  expect(JSON.stringify(history)).toContain('Draft about dogs');
  const ids = before.entries.map(({ checkpointId }) => checkpointId);
  expect(await other.json('POST', `/debugger/threads/${id}/states`, { checkpointIds: ids })).toBeTruthy();
  const search = await other.send('POST', `/debugger/threads/${id}/find`, { expression: 'topic = "[redacted]"' });
  expect([search.status, await search.text()]).toEqual([200, expect.stringContaining(`"${ids.at(-1)}"`)]);
  for (const [method, path, sentBody] of [
    ['POST', `/threads/${id}/runs`, { assistant_id: 'approval', input: {} }],
    ['POST', `/threads/${id}/state`, { values: {} }],
    ['POST', `/debugger/threads/${id}/fork`, { checkpointId: ids[0], values: {} }],
    ['PUT', `/debugger/threads/${id}/notes/${ids[0]}`, { text: 'no' }],
    ['PATCH', `/threads/${id}`, { metadata: {} }],
    ['DELETE', `/threads/${id}`, undefined],
  ] as const) {
    const answer = await other.send(method, path, sentBody);
    expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([path, 409, 'READ_ONLY']);
  }
  expect((await other.json<ThreadAnswer[]>('POST', '/threads/search', { ids: [id, 'shown'] })).length).toBe(0);
  // Out again, under its own id.
  const again = await exported(id, {}, other);
  expect(linesIn(again)[0]).toContain('"threadId":"shown"');
});

it('shows the graphs inside of a capsule that was opened read-only', async () => {
  const before = await makeThread('deep', 'nested', { value: 1 });
  const id = (await sent(other, '/capsules/open', await exported('deep'))).body.thread_id;
  const calls = before.entries.flatMap(({ interruptedTasks: [taskId] }) =>
    taskId === undefined ? [] : [{ namespace: '', taskId, node: 'child' }],
  );
  const inside = (of: TestServer, threadId: string) =>
    of.send('POST', `/debugger/threads/${threadId}/inside`, { calls });
  expect(calls).toHaveLength(1);
  const [original, opened] = await Promise.all([inside(server, 'deep'), inside(other, id)]);
  expect([opened.status, await opened.json()]).toEqual([original.status, await original.json()]);
  expect(original.status).toBe(200);
});

it('lets go of the capsule that was not looked at for longest', async () => {
  await makeThread('many', 'workflow', { task: 'x', total_steps: 1 });
  const file = await exported('many');
  const opened: string[] = [];
  for (let count = 0; count < 9; count++) opened.push((await sent(other, '/capsules/open', file)).body.thread_id);
  const gone = await other.send('GET', `/threads/${opened[0]}`);
  expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('Open its file again')]);
  expect((await other.send('GET', `/threads/${opened[8]}`)).status).toBe(200);
});

it('is refused when it is damaged, foreign, newer or no file, and nothing is imported', async () => {
  await makeThread('source', 'workflow', { task: 'x', total_steps: 1 });
  const file = await exported('source');
  const lines = linesIn(file);
  const newer = fileOf([(lines[0] as string).replace('"version":1', '"version":2'), ...lines.slice(1)]);
  for (const [bytes, message] of [
    [Buffer.from('{"format":"retrograph-capsule"}'), 'compressed with gzip'],
    [Buffer.alloc(0), 'empty'],
    [file.subarray(0, file.length - 30), 'unexpected end of file'],
    [fileOf(['{"some":"json"}']), 'no capsule'],
    [newer, 'Update Retrograph'],
    [fileOf(lines.slice(0, -1)), 'ends early'],
  ] as const) {
    const { status, body } = await sent(other, '/capsules', bytes);
    expect([status, body.code, body.message]).toEqual([422, 'CAPSULE_REFUSED', expect.stringContaining(message)]);
    expect(body.message).toContain('Nothing was imported');
  }
  expect((await other.send('GET', '/threads/source')).status).toBe(404);
});

it('is named in the description of the API', async () => {
  const { paths } = await server.json<{ paths: Record<string, { post?: { requestBody?: unknown } }> }>(
    'GET',
    '/openapi.json',
  );
  expect(paths['/capsules']?.post?.requestBody).toMatchObject({ content: { 'application/gzip': {} } });
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/threads/{thread_id}/capsule', '/threads/{thread_id}/capsule/preview', '/capsules/open']),
  );
});
