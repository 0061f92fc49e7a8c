import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Both contestants run as they are installed: LangGraph.js from its package, ours bundled as for publishing. The
// benchmark itself is built too, so that no loader stands between Node and what is measured; split, so that a probe
// loads nothing that only another one needs.
const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, 'node_modules/.built');
const options = {
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
};

await build({
  ...options,
  entryPoints: ['engine.ts', 'probe.ts', 'storage.ts', 'ui.ts', 'find.ts'],
  outdir,
  splitting: true,
});
await build({
  ...options,
  entryPoints: {
    index: '../engine/index.ts',
    sqlite: '../lib/storage/sqlite.ts',
    postgres: '../lib/storage/postgres.ts',
  },
  outdir: join(outdir, 'retrograph'),
  splitting: true,
  conditions: ['source'],
});
