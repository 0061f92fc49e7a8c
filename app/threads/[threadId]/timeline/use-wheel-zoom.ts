'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { xOf } from './geometry';

/** Ctrl or ⌘ and the wheel (or a pinch) zoom around the pointer: the column under it stays there. */
export function useWheelZoom(scroller: HTMLElement | null, columnWidth: number, zoom: (factor: number) => void): void {
  const anchor = useRef<{ column: number; offset: number } | null>(null);
  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!scroller || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const offset = event.clientX - scroller.getBoundingClientRect().left;
    anchor.current = { column: (scroller.scrollLeft + offset - xOf(0, columnWidth)) / columnWidth, offset };
    zoom(Math.exp(-event.deltaY / 300));
  });
  useEffect(() => {
    if (!scroller) return;
    scroller.addEventListener('wheel', onWheel, { passive: false });
    return () => scroller.removeEventListener('wheel', onWheel);
  }, [scroller]);
  useLayoutEffect(() => {
    if (!scroller || !anchor.current) return;
    scroller.scrollLeft = xOf(anchor.current.column, columnWidth) - anchor.current.offset;
    anchor.current = null;
  }, [scroller, columnWidth]);
}
