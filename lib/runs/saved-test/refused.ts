import { AppError } from '../app-error';

/** Of the file that is made, characters. */
export const TEST_LIMIT = 4_000_000;
/** Of what a branch's steps stored, bytes: beyond, not even a part of it is read. */
export const READ_LIMIT = 16 * TEST_LIMIT;
/** Of one branch. */
export const STEP_LIMIT = 10_000;

/** Why no test can be made of a branch. */
export function refused(why: string, wayOut: string): AppError {
  return new AppError('NOT_REPLAYABLE', `No test can be made of this branch: ${why}. ${wayOut}`);
}

export function tooLarge(): AppError {
  return new AppError(
    'TOO_LARGE',
    `The results of this branch take more than the ${TEST_LIMIT / 1_000_000} MB that a test may hold. Execute the nodes that write most of it, or save a shorter branch.`,
  );
}
