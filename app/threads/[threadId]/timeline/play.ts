export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** At 1×: a whole thread takes no longer, and each step no less. */
const WHOLE_MS = 10_000;
const LEAST_STEP_MS = 200;
/** A tab that was hidden, or a machine that slept, must not make the play leap. */
const MAX_FRAME_MS = 250;

/** How fast a thread of so many steps is played, in steps a second: whichever of both rules lets it go faster. */
export function stepsPerSecond(stepCount: number, speed: Speed): number {
  const atOnce = Math.max(1000 / LEAST_STEP_MS, (stepCount / WHOLE_MS) * 1000);
  return atOnce * speed;
}

/** The position after a frame; fractions add up to steps. Ends at the last position. */
export function advance(
  at: number,
  frameMs: number,
  { stepCount, speed }: { stepCount: number; speed: Speed },
): number {
  const added = (Math.min(frameMs, MAX_FRAME_MS) / 1000) * stepsPerSecond(stepCount, speed);
  return Math.min(stepCount, at + added);
}
