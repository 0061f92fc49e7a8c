import type { LayoutRequest } from './layout-request';
import type { GraphLayout } from './placed';

/** Places a graph off the main thread: what does it is no part of the page, whose first second has enough to do. */
export function layOut(request: LayoutRequest): Promise<GraphLayout> {
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
