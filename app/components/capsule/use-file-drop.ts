'use client';

import { type DragEvent, useRef, useState } from 'react';

/** Takes files that are dropped on an element. What else is dragged is left alone. */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const [isOver, setIsOver] = useState(false);
  /** Elements inside say enter before the one around says leave. */
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const moveTo = (next: number) => {
    depth.current = next;
    setIsOver(next > 0);
  };
  const handlers = {
    onDragEnter: (event: DragEvent) => hasFiles(event) && moveTo(depth.current + 1),
    onDragLeave: (event: DragEvent) => hasFiles(event) && moveTo(Math.max(0, depth.current - 1)),
    onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      moveTo(0);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { isOver, handlers };
}
