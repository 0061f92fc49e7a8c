/** One measured thing: a figure for each contestant, ours first, what the goal is and whether it was reached. */
export interface Line {
  name: string;
  figures: (number | undefined)[];
  unit: string;
  /** `rate`: more is better, the ratio is ours to theirs. `cost`: less is better, the ratio is theirs to ours. */
  kind: 'rate' | 'cost';
  goal?: { text: string; isReached: boolean };
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
