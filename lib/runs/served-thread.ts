import type { GraphEntry } from '@/lib/graphs/registry';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import { AppError } from './app-error';
import type { RunsContext } from './context';

export async function requireThread(context: RunsContext, threadId: string): Promise<ThreadRecord> {
  const thread = await context.store.threads.get(threadId);
  if (thread === null) throw threadNotFound(threadId);
  return thread;
}

export function threadNotFound(threadId: string): AppError {
  return new AppError(
    'THREAD_NOT_FOUND',
    `There is no thread "${threadId}". Create it first, or start the run with if_not_exists: "create".`,
  );
}

/** By graph id or assistant id. */
export function requireAssistant(context: RunsContext, id: string): GraphEntry {
  const entry = context.graphs.get(id);
  if (entry !== null) return entry;
  const known = context.graphs.list().map((each) => each.graphId);
  throw new AppError(
    'ASSISTANT_NOT_FOUND',
    `There is no graph or assistant "${id}". Graphs here: ${known.join(', ') || 'none'}.`,
  );
}

export function requireLoaded(entry: GraphEntry): ServedGraph {
  if (entry.graph !== null) return entry.graph;
  const { message = '', file = '', line = null } = entry.error ?? {};
  throw new AppError(
    'GRAPH_NOT_LOADED',
    `The graph "${entry.graphId}" did not load: ${message} (${file}${line === null ? '' : `:${line}`})`,
    {
      detail: entry.error,
    },
  );
}

/** The graph that a thread ran last; null when it has run none, or one that this server does not serve. */
export function graphOfThread(context: RunsContext, thread: ThreadRecord): ServedGraph | null {
  return thread.graphId === null ? null : (context.graphs.get(thread.graphId)?.graph ?? null);
}

export function requireGraphOfThread(context: RunsContext, thread: ThreadRecord): ServedGraph {
  return requireLoaded(requireEntryOfThread(context, thread));
}

/** The same, as it is registered; whether it is loaded is another question. */
export function requireEntryOfThread(context: RunsContext, thread: ThreadRecord): GraphEntry {
  if (thread.graphId === null) {
    throw new AppError(
      'GRAPH_NOT_LOADED',
      `The thread "${thread.threadId}" has run no graph yet. Start a run on it, or create it with a graph_id.`,
    );
  }
  const entry = context.graphs.get(thread.graphId);
  if (entry === null) {
    throw new AppError(
      'GRAPH_NOT_LOADED',
      `The thread's graph "${thread.graphId}" is not served here. Name its file in the config file to edit or run it.`,
    );
  }
  return entry;
}
