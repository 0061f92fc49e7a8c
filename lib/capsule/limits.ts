// A capsule may come from anybody. What one may take is bounded in each of the ways in which it can grow.

const MEGABYTE = 1024 * 1024;

export interface CapsuleLimits {
  /** The file as it is sent. */
  fileBytes: number;
  /** What it may unpack to: some kilobytes can unpack to gigabytes. */
  textBytes: number;
  /** One line, which holds a whole value of a channel at most. */
  lineBytes: number;
  /** Levels of a value in a line. */
  depth: number;
  /** Items that a list with gaps may claim to have. */
  sparseLength: number;
}

export const CAPSULE_LIMITS: CapsuleLimits = {
  fileBytes: 256 * MEGABYTE,
  textBytes: 2048 * MEGABYTE,
  lineBytes: 96 * MEGABYTE,
  // The engine stores 500; a tagged value takes up to three of JSON for each, and a line has its own.
  depth: 1600,
  sparseLength: 1_000_000,
};

export function megabytes(bytes: number): string {
  return `${Math.round((10 * bytes) / MEGABYTE) / 10} MB`;
}
