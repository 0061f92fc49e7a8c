import { z } from 'zod';
import { noteBody } from '@/lib/contracts/notes';
import { threadId } from '@/lib/contracts/protocol';
import { checkpointNotFound } from '@/lib/runs/placement';
import { requireThread } from '@/lib/runs/served-thread';
import { type Route, route } from './route';

const path = '/debugger/threads/:thread_id/notes/:checkpoint_id';
const params = z.object({ thread_id: threadId, checkpoint_id: z.string() });

export const debuggerNoteRoutes: Route[] = [
  route({
    method: 'put',
    path,
    tag: 'debugger',
    summary: 'Write a note to a checkpoint, in place of the one that it has',
    params,
    body: noteBody,
    answer: { status: 204, description: 'Written' },
    async handle({ runtime, params: { thread_id, checkpoint_id }, body }) {
      await requireThread(runtime, thread_id);
      const note = { threadId: thread_id, checkpointId: checkpoint_id, text: body.text };
      if (!(await runtime.store.notes.put(note))) throw checkpointNotFound(thread_id, checkpoint_id);
      runtime.bus.publish({ type: 'thread-noted', threadId: thread_id });
    },
  }),
  route({
    method: 'delete',
    path,
    tag: 'debugger',
    summary: 'Remove the note of a checkpoint; without one, nothing happens',
    params,
    answer: { status: 204, description: 'Removed' },
    async handle({ runtime, params: { thread_id, checkpoint_id } }) {
      await requireThread(runtime, thread_id);
      const wasThere = await runtime.store.notes.remove({ threadId: thread_id, checkpointId: checkpoint_id });
      if (wasThere) runtime.bus.publish({ type: 'thread-noted', threadId: thread_id });
    },
  }),
];
