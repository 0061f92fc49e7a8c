'use client';

import { useReactFlow, useStore } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import type { GraphLayout } from './placed';
import { firstViewport, wholeViewport } from './viewport';

/** Keeps the graph in sight while the pane is resized or the layout changes, until a person moves or zooms it. */
export function useKeepFitted(layout: GraphLayout) {
  const isMoved = useRef(false);
  const { setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useLayoutEffect(() => {
    if (!isMoved.current && width > 0) void setViewport(firstViewport(layout, { width, height }));
  }, [layout, width, height, setViewport]);
  return {
    showWhole: () => {
      isMoved.current = true;
      void setViewport(wholeViewport(layout, { width, height }));
    },
    onMoveStart: (event: MouseEvent | TouchEvent | null) => {
      if (event) isMoved.current = true;
    },
  };
}
