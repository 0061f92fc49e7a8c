import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run pictures`: one after the other, so that the times in the pictures are those of an idle machine. */
export default defineConfig(base, {
  testDir: 'e2e/pictures',
  testMatch: '*.pictures.ts',
  outputDir: 'test-results/pictures',
  workers: 1,
  use: { colorScheme: 'dark' },
});
