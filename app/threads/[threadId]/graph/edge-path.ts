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

/** The same line elsewhere. Made of absolute commands whose numbers are all `x,y` pairs. */
export function shiftPath(path: string, by: Point): string {
  return path.replace(PAIR, (_, x: string, y: string) => at({ x: Number(x) + by.x, y: Number(y) + by.y }));
}

/** All points of a line, those that only bend it among them: it stays within them. */
export function pointsOf(path: string): Point[] {
  return Array.from(path.matchAll(PAIR), ([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

const PAIR = /(-?[\d.]+),(-?[\d.]+)/g;
const TIP_LENGTH_PX = 8;
const TIP_HALF_PX = 4;

/** An arrow's tip as a closed line. */
export function tipPath({ x, y, angle }: Point & { angle: number }): string {
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const corner = (side: number) => ({
    x: x - TIP_LENGTH_PX * cos - side * TIP_HALF_PX * sin,
    y: y - TIP_LENGTH_PX * sin + side * TIP_HALF_PX * cos,
  });
  return `M${at({ x, y })} L${at(corner(1))} L${at(corner(-1))} Z`;
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
