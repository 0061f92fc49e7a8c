import type { Axis, Range } from './axis';

export type WindowPart = 'window' | 'start' | 'end';

/** The window after a part of it was dragged by so many positions. It stays on the axis and keeps its least width. */
export function draggedWindow(
  window: Range,
  part: WindowPart,
  by: number,
  limits: { end: number; least: number },
): Range {
  const { end, least } = limits;
  if (part === 'start') return { from: clamp(window.from + by, 0, window.to - least), to: window.to };
  if (part === 'end') return { from: window.from, to: clamp(window.to + by, window.from + least, end) };
  const width = window.to - window.from;
  const from = clamp(window.from + by, 0, end - width);
  return { from, to: from + width };
}

/** A window between the place where it was begun and the pointer, in whichever order. */
export function spannedWindow(one: number, other: number, limits: { end: number; least: number }): Range {
  const { end, least } = limits;
  const from = clamp(Math.min(one, other), 0, end - least);
  return { from, to: clamp(Math.max(one, other), from + least, end) };
}

/** How far a key moves a part of the window: a tenth of its width, with Shift all of it; Home and End to the ends. */
export function keyDistance(
  key: string,
  isShifted: boolean,
  window: Range,
  { end }: Pick<Axis, 'end'>,
): number | undefined {
  const width = Math.max(window.to - window.from, end / 1000);
  const step = isShifted ? width : width / 10;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -step;
    case 'ArrowRight':
    case 'ArrowUp':
      return step;
    case 'PageUp':
      return width;
    case 'PageDown':
      return -width;
    case 'Home':
      return -end;
    case 'End':
      return end;
    default:
      return undefined;
  }
}

/** The least width of a window: what the largest scale shows. */
export function leastWidth(axis: Axis, viewWidth: number): number {
  return Math.min(axis.end, viewWidth / axis.maxScale);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.max(low, high), value));
}
