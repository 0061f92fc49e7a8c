import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createJiti, type Jiti } from 'jiti';

const PACKAGES = `${path.sep}node_modules${path.sep}`;

/**
 * A loader that runs files afresh and keeps the source of each that it had to transform: TypeScript and ES modules of the
 * user's own. CommonJS files that Node takes as they are, and what is imported later while a node runs, are not among them.
 */
export function recordingLoader(
  file: string,
  virtualModules: Record<string, unknown>,
): { jiti: Jiti; sources: Map<string, string> } {
  const sources = new Map([[file, readFileSync(file, 'utf8')]]);
  const afresh = { moduleCache: false, fsCache: false };
  const transformer = createJiti(file, afresh);
  const jiti = createJiti(file, {
    ...afresh,
    virtualModules,
    transform(options) {
      const { filename, source } = options;
      if (filename !== undefined && !filename.includes(PACKAGES)) sources.set(filename, source);
      return { code: transformer.transform(options) };
    },
  });
  return { jiti, sources };
}
