'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { type Axis, clampScale, contentWidth, fittingScale, positionAt, type Range, viewOfRange, xOf } from './axis';

export interface TimelineView {
  /** Pixels for one position of the axis. */
  scale: number;
  /** Around the middle of the view, unless a place in it is given, in pixels from its left. */
  zoom: (factor: number, offset?: number) => void;
  show: (range: Range) => void;
  /** Moves, at the same scale, so that a position is in the middle. */
  centre: (position: number) => void;
  /** A person moved or zoomed: what arrives does not move the view any more. */
  isHeld: boolean;
  /** Lets the view follow again. */
  letGo: () => void;
}

interface Place {
  kind: Axis['kind'];
  scale: number;
}

/** Close enough to the right edge to count as touching it. */
const EDGE_PX = 6;
/** A scroll that comes so soon after the wheel, or after another such scroll, is a person's. */
const BY_HAND_MS = 150;

/**
 * How large the axis is drawn: what fits, until a person zooms. Ctrl or ⌘ and the wheel, or a pinch, zoom around the
 * pointer. Once a person moved the view, or does not follow, it stays as it is whatever arrives; at the right edge it
 * follows again.
 */
export function useView(scroller: HTMLElement | null, axis: Axis, isFollowing: boolean): TimelineView {
  const [chosen, setChosen] = useState<Place | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const [fitted, setFitted] = useState<(Place & { viewWidth: number }) | null>(null);
  const target = useRef<number | null>(null);
  const byHandUntil = useRef(Number.NEGATIVE_INFINITY);
  const viewWidth = useWidth(scroller);

  const isFitKept = (isHeld || !isFollowing) && fitted?.kind === axis.kind && fitted.viewWidth === viewWidth;
  const fit = isFitKept ? fitted.scale : fittingScale(axis, viewWidth);
  if (scroller && (fitted?.kind !== axis.kind || fitted.scale !== fit || fitted.viewWidth !== viewWidth)) {
    setFitted({ kind: axis.kind, scale: fit, viewWidth });
  }
  const scale = chosen?.kind === axis.kind ? clampScale(chosen.scale, axis, viewWidth) : fit;

  const choose = (next: number, scrollLeft: number) => {
    const isAtEnd = scrollLeft + viewWidth >= contentWidth(axis, next) - EDGE_PX;
    setIsHeld(!isAtEnd);
    if (next === scale) {
      if (scroller) scroller.scrollLeft = scrollLeft;
      return;
    }
    target.current = scrollLeft;
    setChosen({ kind: axis.kind, scale: next });
  };
  const zoom = (factor: number, offset = viewWidth / 2) => {
    if (!scroller) return;
    const next = clampScale(scale * factor, axis, viewWidth);
    choose(next, xOf(positionAt(scroller.scrollLeft + offset, scale), next) - offset);
  };
  const show = (range: Range) => {
    const next = viewOfRange(axis, range, viewWidth);
    choose(next.scale, next.scrollLeft);
  };
  const centre = (position: number) => choose(scale, Math.max(0, xOf(position, scale) - viewWidth / 2));
  useLayoutEffect(() => {
    if (!scroller || target.current === null) return;
    scroller.scrollLeft = target.current;
    target.current = null;
  });

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!scroller) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), event.clientX - scroller.getBoundingClientRect().left);
    } else byHandUntil.current = performance.now() + BY_HAND_MS;
  });
  // By what the view has come to: a wheel moves it some frames later, and goes on for a while.
  const onScroll = useEffectEvent(() => {
    if (!scroller || performance.now() > byHandUntil.current) return;
    byHandUntil.current = performance.now() + BY_HAND_MS;
    setIsHeld(scroller.scrollLeft + scroller.clientWidth < scroller.scrollWidth - EDGE_PX);
  });
  useEffect(() => {
    if (!scroller) return;
    scroller.addEventListener('wheel', onWheel, { passive: false });
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      scroller.removeEventListener('wheel', onWheel);
      scroller.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);
  return { scale, zoom, show, centre, isHeld, letGo: () => setIsHeld(false) };
}

/** Observed, since asking for it while rendering would make the browser lay out the page each time. */
function useWidth(scroller: HTMLElement | null): number {
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    if (!scroller) return;
    setWidth(scroller.clientWidth);
    const observer = new ResizeObserver(() => setWidth(scroller.clientWidth));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);
  return width;
}
