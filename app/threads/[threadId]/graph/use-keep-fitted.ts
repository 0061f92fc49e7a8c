'use client';

import { useReactFlow, useStore } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { useGraphView } from './graph-view';
import { urgencyOf } from './node-look';
import type { GraphLayout } from './placed';
import { firstViewport, viewportOf, wholeViewport } from './viewport';

/** Keeps the graph in sight while the pane is resized or the layout changes, until a person moves or zooms it. */
export function useKeepFitted(layout: GraphLayout) {
  const view = useGraphView();
  const isMoved = useRef(false);
  const { setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useLayoutEffect(() => {
    if (!isMoved.current && width > 0) void setViewport(firstViewport(layout, { width, height }));
  }, [layout, width, height, setViewport]);
  return {
    /** What the step shown is about: what is stuck or runs, else what ran, else what comes next; all when nothing is. */
    showActive: () => {
      isMoved.current = true;
      const ranks = layout.nodes.map((node) => urgencyOf(view.shown.activity.nodes.get(node.id)));
      const highest = Math.max(...ranks);
      const active = highest > 0 ? layout.nodes.filter((_, index) => ranks[index] === highest) : [];
      void setViewport(viewportOf(active, { width, height }) ?? wholeViewport(layout, { width, height }));
    },
    showWhole: () => {
      isMoved.current = true;
      void setViewport(wholeViewport(layout, { width, height }));
    },
    onMove: (event: MouseEvent | TouchEvent | null) => {
      if (event) isMoved.current = true;
    },
  };
}
