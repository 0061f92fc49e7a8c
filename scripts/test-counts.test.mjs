import { expect, test } from 'vitest';
import { countPlaywright, countVitest, summaryLine } from './test-counts.mjs';

test('a test file that does not load counts as a failure', () => {
  const counts = countVitest({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ],
  });
  expect(counts).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('a flaky story and a spec that does not load count as failures', () => {
  const counts = countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] });
  expect(counts).toEqual({ passed: 5, failed: 3, skipped: 0 });
});

test('the summary adds the runners up and names skips only when there are some', () => {
  expect(summaryLine([{ passed: 3, failed: 0, skipped: 0 }])).toBe('3 passed, 0 failed');
  expect(
    summaryLine([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 4, failed: 2, skipped: 0 },
    ]),
  ).toBe('7 passed, 2 failed, 1 skipped');
});
