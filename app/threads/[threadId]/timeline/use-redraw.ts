'use client';

import { useEffect } from 'react';
import type { View } from './geometry';

/** Calls `draw` in the next frame after the scroller moved or was resized, or `draw` itself changed; once per frame. */
export function useRedraw(scroller: HTMLElement | null, draw: (view: View) => void): void {
  useEffect(() => {
    if (!scroller) return;
    let frame = 0;
    const schedule = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        draw(viewOf(scroller));
      });
    };
    schedule();
    scroller.addEventListener('scroll', schedule, { passive: true });
    const observer = new ResizeObserver(schedule);
    observer.observe(scroller);
    return () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', schedule);
      observer.disconnect();
    };
  }, [scroller, draw]);
}

export function viewOf(scroller: HTMLElement): View {
  const { scrollLeft, scrollTop, clientWidth: width, clientHeight: height } = scroller;
  return { scrollLeft, scrollTop, width, height };
}

/** Sizes a canvas to its place in device pixels and gives the context to draw in CSS pixels. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
