import { AppError } from '../app-error';

/** Of the file that is made, characters. */
export const TEST_LIMIT = 4_000_000;
/** Of what a branch's tasks wrote, bytes: beyond, no more is read. */
export const READ_LIMIT = 16 * TEST_LIMIT;
/** Of one branch. */
export const STEP_LIMIT = 10_000;

/** Why no test can be made of a branch. */
export function refused(why: string, wayOut: string): AppError {
  return new AppError('NOT_REPLAYABLE', `No test can be made of this branch: ${why}. ${wayOut}`);
}

export function fileTooLarge(): AppError {
  return new AppError(
    'TOO_LARGE',
    `The results of this branch take more than the ${megabytes(TEST_LIMIT)} that a test may hold. Execute the nodes that write most of it, or save a shorter branch.`,
  );
}

export function branchTooLarge(): AppError {
  return new AppError(
    'TOO_LARGE',
    `The tasks of this branch wrote more than ${megabytes(READ_LIMIT)}, which is the most that a test is made of. Save a shorter branch.`,
  );
}

function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}
