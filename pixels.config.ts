import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run test:pixels`. Durations and times are of the moment, so a little of an image may differ. */
export default defineConfig(base, {
  testDir: 'e2e/pixels',
  testMatch: '*.pixels.ts',
  outputDir: 'test-results/pixels',
  snapshotPathTemplate: '{testDir}/baseline/{arg}{ext}',
  workers: 1,
  expect: { toHaveScreenshot: { maxDiffPixelRatio: 0.006, animations: 'disabled', caret: 'hide' } },
  use: { viewport: { width: 1280, height: 800 } },
});
