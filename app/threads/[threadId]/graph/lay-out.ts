import { countNodes, type LayoutRequest } from './layout-request';
import type { GraphLayout } from './placed';

/** Above so many nodes the layout takes longer than a frame may. */
const INLINE_UP_TO = 100;

/** Places a graph, a large one off the main thread. What does it is loaded with the first graph. */
export async function layOut(request: LayoutRequest): Promise<GraphLayout> {
  if (countNodes(request) > INLINE_UP_TO) return layOutInWorker(request);
  const { placeGraph } = await import('./place-graph');
  return placeGraph(request);
}

function layOutInWorker(request: LayoutRequest): Promise<GraphLayout> {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
  const placed = new Promise<GraphLayout>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<GraphLayout>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`The graph could not be laid out: ${message}`));
  });
  worker.postMessage(withoutData(request));
  return placed.finally(() => worker.terminate());
}

/** What nodes hold besides their names need not be copied over. */
function withoutData({ graph, open, ghosts }: LayoutRequest): LayoutRequest {
  const bare = ({ nodes, edges }: LayoutRequest['graph']) => ({
    nodes: nodes.map(({ id, type }) => ({ id, type })),
    edges,
  });
  return { graph: bare(graph), open: new Map(Array.from(open, ([path, inner]) => [path, bare(inner)])), ghosts };
}
