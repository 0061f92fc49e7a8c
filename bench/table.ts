/** One for each contestant, ours first; undefined where it can't do the thing. */
export type Figures = (number | undefined)[];

/** One measured thing: what came out for each, what the goal is and whether it was reached. */
export interface Line {
  name: string;
  figures: Figures;
  unit: string;
  /** `rate`: more is better, the ratio is ours to theirs. `cost`: less is better, the ratio is theirs to ours. */
  kind: 'rate' | 'cost';
  goal?: { text: string; isReached: boolean };
}

/** More is better, and ours should be so many times theirs. */
export function rateLine(name: string, figures: Figures, unit: string, times?: number): Line {
  const [ours, theirs] = figures;
  if (times === undefined || !ours || !theirs) return { name, figures, unit, kind: 'rate' };
  return { name, figures, unit, kind: 'rate', goal: { text: `≥ ${times} ×`, isReached: ours / theirs >= times } };
}

/** Less is better, and ours should stay within the limit. */
export function costLine(name: string, figures: Figures, unit: string, limit?: number): Line {
  const [ours] = figures;
  if (limit === undefined || ours === undefined) return { name, figures, unit, kind: 'cost' };
  return { name, figures, unit, kind: 'cost', goal: { text: `≤ ${limit} ${unit}`, isReached: ours <= limit } };
}

const NAME_WIDTH = 46;
const CELL_WIDTH = 16;

export function heading(names: readonly string[]): string {
  return row('', [...names, names.length > 1 ? 'ratio' : '', 'goal']);
}

export function lineText({ name, figures, unit, kind, goal }: Line): string {
  const [ours, theirs] = figures;
  const ratio = ours && theirs ? (kind === 'rate' ? ours / theirs : theirs / ours) : undefined;
  const cells = figures.map((figure) => (figure === undefined ? '–' : `${short(figure)} ${unit}`));
  const verdict = goal === undefined ? '' : `${goal.text} ${goal.isReached ? '✓' : '✗'}`;
  return row(name, [...cells, ratio === undefined ? '' : `${short(ratio)} ×`, verdict]);
}

/** At least three digits, no more decimals than they need. */
function short(figure: number): string {
  const decimals = figure >= 100 || Number.isInteger(figure) ? 0 : figure >= 10 ? 1 : 2;
  return figure.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function row(name: string, cells: string[]): string {
  return name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(CELL_WIDTH)).join('');
}
