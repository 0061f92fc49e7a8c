import { z } from 'zod';
import type { StateSnapshot } from '@/engine';
import { type FoldedState, type PartAddress, type PartPage, partAddress } from '@/lib/contracts/parts';
import { storableText, threadId } from '@/lib/contracts/protocol';
import { type Difference, diffValues } from '@/lib/inspect/diff';
import { foldDifference } from '@/lib/inspect/fold-difference';
import { FOLD_LIMITS, foldItem, foldValue, pageOf, valueAt } from '@/lib/inspect/fold-value';
import { headBranch } from '@/lib/inspect/history';
import type { StatePlace } from '@/lib/inspect/node-occurrences';
import { pathText } from '@/lib/inspect/preview';
import { AppError } from '@/lib/runs/app-error';
import { readInsideStates } from '@/lib/runs/read-inside';
import { readStateAt, readStates } from '@/lib/runs/read-state';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';
import { checkpointState } from './debugger-present';
import { jsonFile } from './json-file';
import { type Route, route } from './route';
import { readTaskValue } from './task-details';
import { readWireState, valuesText, wireStateOf } from './wire-states';

const params = z.object({ thread_id: threadId });
/** Of a graph inside; empty for the root's. */
const namespace = storableText.default('');
const MAX_STATES = 50;

export const debuggerValueRoutes: Route[] = [
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/folded-states',
    tag: 'debugger',
    summary: 'States, large ones in part: what is left out says so, and where it can be read',
    isRead: true,
    params,
    body: z.object({ namespace, checkpointIds: z.array(z.string()).min(1).max(MAX_STATES) }),
    answer: { status: 200, description: '{ states: FoldedState[] }' },
    async handle({ runtime, params, body }) {
      const thread = await requireThread(runtime, params.thread_id);
      const states: FoldedState[] = [];
      // One after another: each may be large.
      for (const checkpointId of body.checkpointIds) {
        const place = { namespace: body.namespace, checkpointIds: [checkpointId] };
        for (const snapshot of await readInsideStates(runtime, thread, place))
          states.push(foldedState(runtime, thread, snapshot, body.namespace));
      }
      return { states };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/opening-states',
    tag: 'debugger',
    summary:
      'What a page shows first: the state of a checkpoint, else of a branch’s tip or the head’s, and the one before',
    params,
    query: z.object({ checkpoint: storableText.optional(), branch: storableText.optional() }),
    answer: { status: 200, description: '{ states: FoldedState[] }' },
    async handle({ runtime, params, query }) {
      const thread = await requireThread(runtime, params.thread_id);
      const checkpointId = query.checkpoint ?? (await tipOf(runtime, thread, query.branch));
      const shown = checkpointId && (await readFolded(runtime, thread, checkpointId));
      if (!shown) return { states: [] };
      const before = shown.parentId && (await readFolded(runtime, thread, shown.parentId));
      return { states: before ? [shown, before] : [shown] };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/raw/:checkpoint_id',
    tag: 'debugger',
    summary: 'A checkpoint as a file: its state, metadata and tasks',
    params: params.extend({ checkpoint_id: z.string() }),
    query: z.object({ namespace }),
    answer: { status: 200, description: 'CheckpointState' },
    async handle({ runtime, params, query }) {
      const thread = await requireThread(runtime, params.thread_id);
      const text = await readRaw(runtime, thread, { checkpointId: params.checkpoint_id, ...query });
      const headers = jsonFile(`checkpoint-${params.checkpoint_id}`);
      return new Response(text, { headers });
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/parts',
    tag: 'debugger',
    summary: 'A page of a value that was too large to travel whole',
    isRead: true,
    params,
    body: z.object({ address: partAddress, from: z.int().min(0).default(0) }),
    answer: { status: 200, description: 'PartPage' },
    async handle({ runtime, params, body }): Promise<PartPage> {
      const thread = await requireThread(runtime, params.thread_id);
      const root = await readRoot(runtime, thread, body.address);
      const page = pageOf(valueAt(root, body.address.path), body.address, body.from);
      if (page === null) throw notInParts(body.address);
      return page;
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/differences',
    tag: 'debugger',
    summary: 'How one state differs from another, as much as travels at once; null when they are equal',
    isRead: true,
    params,
    body: z.object({
      namespace,
      checkpointId: z.string(),
      baseId: z.string().nullable(),
      /** Of the base, where that is another thread's. */
      baseThreadId: threadId.optional(),
    }),
    answer: { status: 200, description: '{ difference: Difference | null }' },
    async handle({ runtime, params, body }): Promise<{ difference: Difference | null }> {
      const thread = await requireThread(runtime, params.thread_id);
      const { checkpointId, baseId, namespace, baseThreadId = params.thread_id } = body;
      const isOther = baseThreadId !== params.thread_id;
      const baseThread = isOther ? await requireThread(runtime, baseThreadId) : thread;
      const after = await readWireState(runtime, thread, { checkpointId, namespace });
      const before =
        baseId === null
          ? { values: {} }
          : await readWireState(runtime, baseThread, { checkpointId: baseId, namespace });
      const baseRoot = rootOf(baseId ?? checkpointId, namespace);
      const sides = {
        before: isOther ? { threadId: baseThreadId, ...baseRoot } : baseRoot,
        after: rootOf(checkpointId, namespace),
      };
      return { difference: foldDifference(diffValues(before.values, after.values), sides) ?? null };
    },
  }),
];

/** As pages choose: of the branch, or of the head when there is none of that name. */
async function tipOf(runtime: Runtime, { threadId }: ThreadRecord, branchId: string | undefined) {
  const branches = await runtime.store.saver.readBranches(threadId);
  return (branches.find((branch) => branch.branchId === branchId) ?? headBranch(branches))?.tipId;
}

async function readFolded(runtime: Runtime, thread: ThreadRecord, checkpointId: string) {
  const [snapshot] = await readStates(runtime, thread, [checkpointId]);
  return snapshot && foldedState(runtime, thread, snapshot, '');
}

function foldedState(runtime: Runtime, thread: ThreadRecord, snapshot: StateSnapshot, namespace: string): FoldedState {
  const { values, bytes } = wireStateOf(runtime, thread, snapshot);
  // The snapshot's values are large: they are turned into JSON once.
  const { tasks, ...state } = checkpointState({ ...snapshot, values: {} });
  const isWhole = bytes <= FOLD_LIMITS.stateBytes;
  const root = rootOf(state.checkpointId, namespace);
  return {
    ...state,
    values: foldValue(values, root, FOLD_LIMITS.stateBytes) as Record<string, unknown>,
    tasks: tasks.map((task) => ({
      ...task,
      result: task.result && foldRecord(task.result, { ...root, taskId: task.id, field: 'writes' }),
    })),
    bytes,
    isWhole,
  };
}

/** A small part of what travels: there may be many tasks. */
function foldRecord(record: Record<string, unknown>, address: PartAddress): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, foldItem(value, { ...address, path: [key] }, 4096)]),
  );
}

async function readRoot(runtime: Runtime, thread: ThreadRecord, address: PartAddress): Promise<unknown> {
  const { checkpointId, namespace = '', taskId, field } = address;
  const place = { checkpointId, namespace };
  if (field === 'values') return (await readWireState(runtime, thread, place)).values;
  if (field === 'raw') return readRaw(runtime, thread, place);
  if (taskId === undefined) throw new AppError('INVALID_REQUEST', `Part of a task's ${field}: name its "taskId".`);
  return readTaskValue(runtime, thread, { ...place, taskId, field });
}

/** @throws AppError CHECKPOINT_NOT_FOUND */
async function readRaw(runtime: Runtime, thread: ThreadRecord, place: StatePlace): Promise<string> {
  const snapshot = await readStateAt(runtime, thread, place.checkpointId, { namespace: place.namespace });
  const { values: _values, ...rest } = checkpointState({ ...snapshot, values: {} });
  // The values come last: they alone are large, and their text is kept while one reads it page by page.
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n${valuesText(wireStateOf(runtime, thread, snapshot))}\n}`;
}

function rootOf(checkpointId: string, namespace: string): PartAddress {
  return { checkpointId, ...(namespace !== '' && { namespace }), field: 'values', path: [] };
}

function notInParts({ checkpointId, path }: PartAddress): AppError {
  return new AppError(
    'INVALID_REQUEST',
    `At "${pathText(path)}" checkpoint ${checkpointId} has no text, list or object to read in parts. Take the address from a part.`,
  );
}
