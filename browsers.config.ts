import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run test:browsers`: every story in the browsers other than Chromium, which `npm test` takes. */
export default defineConfig(base, {
  outputDir: 'test-results/browsers',
  projects: [
    { name: 'firefox', use: { browserName: 'firefox', launchOptions: {} } },
    { name: 'webkit', use: { browserName: 'webkit', launchOptions: {} } },
  ],
});
