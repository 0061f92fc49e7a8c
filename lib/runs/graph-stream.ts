import type { GraphEvent, GraphRunEvent } from '@/lib/graphs/served-graph';
import type { LiveRun } from './live-run';
import type { ProtocolMode } from './stream-events';

/** An event of the engine, and the graph that it comes from: the levels of its namespace joined with `|`, none for the root's. */
export interface SourcedEvent {
  namespace: string;
  event: GraphEvent;
}

/** Read for every run: the server itself goes by them. */
const OWN_MODES: GraphEvent[0][] = ['values', 'updates', 'custom', 'tasks', 'checkpoints'];

/**
 * Runs the graph. What costs something is asked of the engine only when the run asks for it: the events of subgraphs, and
 * those of models and tools, which make models stream.
 */
export async function* openGraphStream({ plan, record, abort }: LiveRun): AsyncGenerator<SourcedEvent> {
  const { graph, input, modes, subgraphs } = plan;
  const config = {
    ...plan.config,
    streamMode: engineModes(modes),
    subgraphs,
    runId: record.runId,
    signal: abort.signal,
  };
  if (!modes.includes('events')) {
    for await (const item of await graph.stream(input, config)) yield sourced(item, subgraphs);
    return;
  }
  let graphRunId: string | null = null;
  for await (const event of graph.streamEvents(input, { ...config, version: 'v2' })) {
    graphRunId ??= event.run_id;
    // What the graph streams is told as the modes that it is, not once more as an event.
    if (isStreamed(event, graphRunId)) yield sourced(event.data.chunk, subgraphs);
    else yield { namespace: '', event: ['events', event] };
  }
}

function engineModes(modes: readonly ProtocolMode[]): GraphEvent[0][] {
  const asked: GraphEvent[0][] = [...OWN_MODES];
  if (modes.includes('messages') || modes.includes('messages-tuple')) asked.push('messages');
  if (modes.includes('tools')) asked.push('tools');
  return asked;
}

function isStreamed(event: GraphRunEvent, graphRunId: string): event is GraphRunEvent & { data: { chunk: unknown } } {
  return event.event === 'on_chain_stream' && event.run_id === graphRunId;
}

/** Safe because of the modes and of `subgraphs`, which the stream was opened with. */
function sourced(item: unknown, subgraphs: boolean): SourcedEvent {
  if (!subgraphs) return { namespace: '', event: item as GraphEvent };
  const [levels, ...event] = item as [string[], ...GraphEvent];
  return { namespace: levels.join('|'), event: event as GraphEvent };
}
