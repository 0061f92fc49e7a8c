'use client';

import { useReactFlow, useStore } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { useGraphView } from './graph-view';
import { isActive } from './node-look';
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
    /** The nodes that are about something at the step shown; all when none is. */
    showActive: () => {
      isMoved.current = true;
      const active = layout.nodes.filter(
        (node) => node.kind !== 'frame' && isActive(view.shown.activity.nodes.get(node.id)),
      );
      void setViewport(viewportOf(active, { width, height }) ?? wholeViewport(layout, { width, height }));
    },
    showWhole: () => {
      isMoved.current = true;
      void setViewport(wholeViewport(layout, { width, height }));
    },
    onMoveStart: (event: MouseEvent | TouchEvent | null) => {
      if (event) isMoved.current = true;
    },
  };
}
