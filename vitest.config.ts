import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

export default defineConfig({
  resolve: { alias: { '@': root }, conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{engine,lib,app,graphs,interop,scripts}/**/*.test.{ts,tsx,mjs}'],
    /** Processes, since tests change environment and working directory; two, since savers fsync and CI machines are small. */
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    /** A busy machine takes longer than Vitest's one second to come to what is waited for. */
    expect: { poll: { timeout: 10_000 } },
  },
});
