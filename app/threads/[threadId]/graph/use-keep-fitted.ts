'use client';

import { type FitViewOptions, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';

/** Keeps the whole graph in sight while the pane is resized, until a person moves or zooms it. */
export function useKeepFitted(fit: FitViewOptions) {
  const frame = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  const { fitView } = useReactFlow();
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(() => {
      if (!isMoved.current) void fitView(fit);
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [fitView, fit]);
  return {
    frame,
    onMoveStart: (event: MouseEvent | TouchEvent | null) => {
      if (event) isMoved.current = true;
    },
  };
}
