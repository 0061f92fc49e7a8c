export interface Point {
  x: number;
  y: number;
}

export interface SmoothPath {
  path: string;
  tip: Point & { angle: number };
}

/** A smooth line through a router's points: straight ends, and a curve around each bend. */
export function smoothPath(points: readonly Point[]): SmoothPath {
  const first = points[0] ?? { x: 0, y: 0 };
  const last = points.at(-1) ?? first;
  const before = points.at(-2) ?? first;
  const parts = [`M${at(first)}`];
  for (let index = 1; index < points.length - 1; index++) {
    const bend = points[index] as Point;
    const next = points[index + 1] as Point;
    const end = index === points.length - 2 ? next : middle(bend, next);
    parts.push(`Q${at(bend)} ${at(end)}`);
  }
  if (points.length < 3) parts.push(`L${at(last)}`);
  const angle = (Math.atan2(last.y - before.y, last.x - before.x) * 180) / Math.PI;
  return { path: parts.join(' '), tip: { ...last, angle } };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
