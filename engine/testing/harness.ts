import type { BranchingSaver } from '../checkpoint/saver';

/** How the suite gets at the saver under test. One saver serves the whole suite: every test uses threads of its own. */
export interface SaverHarness {
  create(): BranchingSaver | Promise<BranchingSaver>;
  /** Closes the saver and throws its data away. */
  destroy(saver: BranchingSaver): void | Promise<void>;
  /** Closes the saver and opens another on the same data. Absent for savers that keep nothing. */
  reopen?(saver: BranchingSaver): BranchingSaver | Promise<BranchingSaver>;
}

/** The four functions of the caller's test runner (vitest's and Jest's names); the suite brings its own assertions. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void | Promise<void>): void;
  beforeAll(body: () => void | Promise<void>): void;
  afterAll(body: () => void | Promise<void>): void;
}

/** What each part of the suite is given. `saver()` may answer another object after a reopen. */
export interface SuiteContext {
  it: TestRunner['it'];
  saver(): BranchingSaver;
  /** Null when the saver can't be reopened. */
  reopen: (() => Promise<void>) | null;
}
