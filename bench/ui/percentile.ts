/** The value that so many percent of the others do not exceed. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * percent) / 100))];
}

/** Percent of frames that came later than a person notices. */
export function lateShare(frames: readonly number[]): number {
  return (frames.filter((ms) => ms > 25).length / Math.max(1, frames.length)) * 100;
}
