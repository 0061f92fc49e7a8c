import type { Parameters } from 'fast-check';

const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH } = process.env;

/** Random cases of a property in a quick look. `npm test` tries 1,000: see scripts/test.mjs. */
const RUNS = 100;
/** Savers that write to a disk are tried on fewer, each of which costs them thousands of writes. */
const SHARE_ON_DISK = 0.1;

/**
 * How a property is tried. A failure prints its seed and path: give them back as PROPERTY_SEED and PROPERTY_PATH, with -t
 * and the test's name. PROPERTY_RUNS tries more cases.
 */
export function parameters<Case>(share = 1): Parameters<Case> {
  return {
    numRuns: Math.ceil(Number(PROPERTY_RUNS ?? RUNS) * share),
    ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }),
    ...(PROPERTY_PATH !== undefined && { path: PROPERTY_PATH }),
  };
}

export function parametersOnDisk<Case>(): Parameters<Case> {
  return parameters(SHARE_ON_DISK);
}

/** However many cases: a property fails by its cases, never by the clock of a slow machine. */
export const PATIENCE_MS = 120_000 + 600 * Number(PROPERTY_RUNS ?? RUNS);
