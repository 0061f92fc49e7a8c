'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { COLUMN_WIDTH, fittingColumnWidth, xOf, zoomed } from './geometry';

export interface Zoom {
  columnWidth: number;
  /** Around the middle of the view, unless a place in it is given, in pixels from its left. */
  zoom: (factor: number, offset?: number) => void;
}

/**
 * How wide a column is: what fits, until a person zooms. The column at the anchor stays where it is. Ctrl or ⌘ and the
 * wheel, or a pinch, zoom around the pointer.
 */
export function useZoom(scroller: HTMLElement | null, columnCount: number): Zoom {
  const [chosenWidth, setChosenWidth] = useState<number | null>(null);
  const anchor = useRef<{ column: number; offset: number } | null>(null);
  const columnWidth =
    chosenWidth ?? (scroller ? fittingColumnWidth(columnCount, scroller.clientWidth) : COLUMN_WIDTH.default);

  const zoom = (factor: number, offset = (scroller?.clientWidth ?? 0) / 2) => {
    if (!scroller) return;
    anchor.current = { column: (scroller.scrollLeft + offset - xOf(0, columnWidth)) / columnWidth, offset };
    setChosenWidth(zoomed(columnWidth, factor));
  };
  useLayoutEffect(() => {
    if (!scroller || !anchor.current) return;
    scroller.scrollLeft = xOf(anchor.current.column, columnWidth) - anchor.current.offset;
    anchor.current = null;
  }, [scroller, columnWidth]);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!scroller || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), event.clientX - scroller.getBoundingClientRect().left);
  });
  useEffect(() => {
    if (!scroller) return;
    scroller.addEventListener('wheel', onWheel, { passive: false });
    return () => scroller.removeEventListener('wheel', onWheel);
  }, [scroller]);
  return { columnWidth, zoom };
}
