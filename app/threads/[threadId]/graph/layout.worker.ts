import type { LayoutRequest } from './layout-request';
import { placeGraph } from './place-graph';

/** One graph in, its layout out. */
self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(placeGraph(data));
