import { z } from 'zod';
import type { TimelineRow } from '@/engine';
import type { NumberHistory } from '@/lib/contracts/plots';
import { queryInt, threadId } from '@/lib/contracts/protocol';
import { toWire } from '@/lib/contracts/wire-value';
import { valueAt } from '@/lib/inspect/fold-value';
import { sampleEvenly } from '@/lib/inspect/sample-evenly';
import { pathTo, readWholeTimeline } from '@/lib/runs/path';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import { type Route, route } from './route';

const valuePath = z
  .array(z.union([z.string(), z.int().min(0)]))
  .min(1)
  .max(200);
const query = z.object({
  path: z.string().max(20_000).transform(parsePath),
  tip: z.string(),
  limit: queryInt(300, 2, 500),
});
/** Read at once; between, a client that went away ends it. */
const BATCH = 50;

export const debuggerPlotRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/values-of',
    tag: 'debugger',
    summary: 'A number of the state over the steps of a path, by its place: a JSON list of keys and indexes',
    params: z.object({ thread_id: threadId }),
    query,
    answer: { status: 200, description: 'NumberHistory' },
    async handle({ runtime, params, query, signal }) {
      await requireThread(runtime, params.thread_id);
      return readNumbers(runtime, params.thread_id, query, signal);
    },
  }),
];

async function readNumbers(
  runtime: Runtime,
  id: string,
  { path, tip, limit }: z.output<typeof query>,
  signal: AbortSignal,
): Promise<NumberHistory> {
  const rows = pathTo(await readWholeTimeline(runtime, id), tip, id);
  const [channel, ...inner] = path;
  const changing = rows.filter(({ changed }) => changed.some((change) => change.channel === channel));
  const wanted = sampleEvenly(changing, limit);
  const points: NumberHistory['points'] = [];
  for (let start = 0; start < wanted.length && !signal.aborted; start += BATCH) {
    points.push(...(await readBatch(runtime, id, wanted.slice(start, start + BATCH), [String(channel), ...inner])));
  }
  return { points, changes: changing.length };
}

async function readBatch(
  runtime: Runtime,
  id: string,
  rows: TimelineRow[],
  [channel, ...inner]: [string, ...(string | number)[]],
): Promise<NumberHistory['points']> {
  const ids = rows.map((row) => row.checkpointId);
  const values = new Map(
    (await runtime.store.saver.readChannel(id, ids, channel)).map(({ checkpointId, value }) => [checkpointId, value]),
  );
  return rows.map(({ checkpointId, step }) => {
    const value = values.get(checkpointId);
    const found = inner.length === 0 ? value : valueAt(toWire(value), inner);
    return { checkpointId, step, value: typeof found === 'number' && Number.isFinite(found) ? found : null };
  });
}

function parsePath(text: string, context: z.RefinementCtx): z.output<typeof valuePath> {
  try {
    const parsed = valuePath.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below.
  }
  context.addIssue({ code: 'custom', message: 'must be a JSON list of keys and indexes, such as ["totals","cost"]' });
  return z.NEVER;
}
