export interface PlotPoint {
  /** Position on the path. */
  at: number;
  value: number | null;
}

export interface Plot {
  /** An SVG path of steps: a value holds until the next one is written. */
  line: string;
  least: number;
  most: number;
  first: number;
  last: number;
  xOf: (at: number) => number;
}

interface PlotSize {
  width: number;
  height: number;
  /** Positions on the path. */
  count: number;
}

const MARGIN_PX = 4;

/** Null without any number. */
export function plotOf(points: readonly PlotPoint[], { width, height, count }: PlotSize): Plot | null {
  const known = points.filter((point): point is { at: number; value: number } => point.value !== null && point.at >= 0);
  const [head, tail] = [known[0], known.at(-1)];
  if (head === undefined || tail === undefined) return null;
  let least = head.value;
  let most = head.value;
  for (const { value } of known) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const xOf = (at: number) => round(MARGIN_PX + (count > 1 ? at / (count - 1) : 0.5) * (width - 2 * MARGIN_PX));
  const yOf = (value: number) =>
    round(most === least ? height / 2 : MARGIN_PX + ((most - value) / (most - least)) * (height - 2 * MARGIN_PX));
  return { line: lineOf(points, count, xOf, yOf), least, most, first: head.value, last: tail.value, xOf };
}

function lineOf(
  points: readonly PlotPoint[],
  count: number,
  xOf: (at: number) => number,
  yOf: (value: number) => number,
): string {
  let line = '';
  let isDrawing = false;
  for (const [index, { at, value }] of points.entries()) {
    if (at < 0) continue;
    if (value === null) {
      isDrawing = false;
      continue;
    }
    line += isDrawing ? `V${yOf(value)}` : `M${xOf(at)} ${yOf(value)}`;
    isDrawing = true;
    line += `H${xOf(points[index + 1]?.at ?? count - 1)}`;
  }
  return line;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
