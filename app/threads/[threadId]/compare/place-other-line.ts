import { besideOf } from '@/lib/inspect/line-up';
import type { Axis } from '../timeline/axis';
import type { OtherLine } from './use-compared';

export interface PlacedOther {
  /** On the axis, of each step of the other line; ascending. */
  positions: readonly number[];
  /** How many of its steps stand behind the last one of this line. */
  beyond: number;
}

/** Of a step's room, for the edits that belong to it. */
const WITHIN_TURN = 0.5;

/** Each step below the one beside it; behind the end of this line they go on, a step of the axis apart. */
export function placeOtherLine({ steps, lined }: Pick<OtherLine, 'steps' | 'lined'>, axis: Axis): PlacedOther {
  const { here, there } = steps;
  const last = here.at(-1);
  const end = last === undefined ? 0 : axis.positionOf(last);
  const stride = axis.kind === 'steps' ? 1 : axis.end / Math.max(1, here.length);
  const positions: number[] = [];
  let beyond = 0;
  let turnEnd = 0;
  let before: number | null = null;
  for (let at = 0; at < there.length; at++) {
    const beside = besideOf(lined.there, lined.here, at);
    const entry = beside === null ? undefined : here[beside];
    const previous = positions.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (entry !== undefined && beside !== before) {
      const position = Math.max(previous, axis.positionOf(entry));
      positions.push(position);
      turnEnd = position + stride * WITHIN_TURN;
    } else if (entry !== undefined) {
      // However many edits a step has, all come before the next one.
      positions.push((previous + turnEnd) / 2);
    } else {
      // What begins before this line does, after pruning, stands at its start.
      if (previous >= end || beyond > 0) beyond += 1;
      positions.push(beyond === 0 ? Math.max(0, previous) : end + beyond * stride);
    }
    before = beside;
  }
  return { positions, beyond };
}
