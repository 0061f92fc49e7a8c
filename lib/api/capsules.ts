import { Readable } from 'node:stream';
import { z } from 'zod';
import { exportCapsule, previewCapsule } from '@/lib/capsule/export-capsule';
import { importCapsule } from '@/lib/capsule/import-capsule';
import { CAPSULE_LIMITS } from '@/lib/capsule/limits';
import { capsuleAnswer, capsulePreview, capsuleRequest } from '@/lib/contracts/capsule';
import { threadId } from '@/lib/contracts/protocol';
import { type Route, route } from './route';

const CAPSULE_TYPE = 'application/gzip';

const params = z.object({ thread_id: threadId });

export const capsuleRoutes: Route[] = [
  route({
    method: 'post',
    path: '/threads/:thread_id/capsule/preview',
    tag: 'threads',
    summary: 'What a capsule of the thread would hold, key by key, and what the redaction takes out of it',
    params,
    body: capsuleRequest,
    isRead: true,
    answer: { status: 200, description: 'What would leave', schema: capsulePreview },
    handle: ({ runtime, params, body }) => previewCapsule(runtime, params.thread_id, body),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/capsule',
    tag: 'threads',
    summary: 'The whole thread as one file, a capsule: JSON Lines, compressed with gzip',
    params,
    body: capsuleRequest,
    isRead: true,
    answer: { status: 200, description: 'The file', contentType: CAPSULE_TYPE },
    async handle({ runtime, params, body }) {
      const { file, fileName } = await exportCapsule(runtime, params.thread_id, body);
      // Safe: of the two types of web streams, Node's and the browser's, TypeScript takes only one for a body.
      return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, {
        headers: { 'content-type': CAPSULE_TYPE, 'content-disposition': `attachment; filename="${fileName}"` },
      });
    },
  }),
  route({
    method: 'post',
    path: '/capsules',
    tag: 'threads',
    summary: 'Import a capsule: all of its thread, or nothing',
    query: z.object({
      as: z
        .enum(['same', 'new'])
        .default('same')
        .describe('Under the id of the thread in the capsule, or under a new one'),
    }),
    bodyType: CAPSULE_TYPE,
    answer: { status: 200, description: 'The thread that it became', schema: capsuleAnswer },
    handle: ({ runtime, query, stream }) => untilTheEnd(stream, (file) => importCapsule(runtime, file, query.as)),
  }),
  route({
    method: 'post',
    path: '/capsules/open',
    tag: 'threads',
    summary: 'Open a capsule read-only: its thread can be looked at under an id of its own until the server ends',
    query: z.object({ name: z.string().max(255).optional().describe('Of the file, to be shown') }),
    bodyType: CAPSULE_TYPE,
    answer: { status: 200, description: 'Where it can be looked at', schema: capsuleAnswer },
    async handle({ runtime, query, stream }) {
      const opened = await untilTheEnd(stream, (file) => runtime.capsules.open(file, query.name ?? null));
      const { threadId, originalId, redacted } = opened.info;
      return { thread_id: threadId, original_id: originalId, checkpoints: opened.checkpoints, redacted };
    },
  }),
];

/**
 * Works on what is sent. What is left of it when the work fails is read all the same: a browser that still sends would not
 * hear the answer. Beyond the size of the largest capsule, who sends is no browser with a wrong file.
 */
async function untilTheEnd<Result>(
  stream: AsyncIterable<Uint8Array>,
  work: (file: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const chunks = stream[Symbol.asyncIterator]();
  let readBytes = 0;
  const next = async () => {
    const chunk = await chunks.next();
    readBytes += chunk.done ? 0 : chunk.value.length;
    return chunk;
  };
  try {
    return await work({ [Symbol.asyncIterator]: () => ({ next }) });
  } catch (error) {
    while (readBytes < 2 * CAPSULE_LIMITS.fileBytes && !(await next()).done);
    throw error;
  }
}
