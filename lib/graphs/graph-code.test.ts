import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadGraph } from './load-graph';

/** Stands for the engine: a graph of the nodes that it is given, in a row. */
const modules = {
  virtualModules: {
    retrograph: {
      graphOf: (...nodes: string[]) => ({
        isGraph: true,
        getGraph: () => ({
          nodes: nodes.map((id) => ({ id, type: 'runnable' })),
          edges: nodes.slice(1).map((id, index) => ({ source: nodes[index], target: id, conditional: index === 0 })),
        }),
      }),
    },
  },
  isCompiledGraph: (value: unknown) => (value as { isGraph?: boolean } | null)?.isGraph === true,
  isStateGraph: () => false,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'retrograph-code-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function codeOf(files: Record<string, string>, place = folder) {
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place, name), text);
  const result = await loadGraph({ file: path.join(place, 'graph.ts'), exportName: 'graph' }, modules);
  if (!result.ok) throw new Error(result.error.message);
  return result.code;
}

const GRAPH = `import { graphOf } from 'retrograph';\nimport { last } from './last';\nexport const graph = graphOf('a', 'b', last);\n`;
const LAST = `export const last: string = 'c';\n`;

describe('the code that a graph is made of', () => {
  it('is the same wherever it lies and however often it is loaded', async () => {
    const code = await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST });
    expect(await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST })).toEqual(code);
    expect(await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST }, path.join(folder, 'elsewhere'))).toEqual(code);
    expect(code.shape).toEqual({
      nodes: ['a', 'b', 'c'],
      edges: [
        { from: 'a', to: 'b', conditional: true },
        { from: 'b', to: 'c' },
      ],
    });
  });

  it('is another one when a file that it imports changes', async () => {
    const code = await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST });
    const other = await codeOf({ 'last.ts': `// said better\n${LAST}` });
    expect(other.files).not.toBe(code.files);
    expect(other.topology).toBe(code.topology);
  });

  it('tells another shape', async () => {
    const code = await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST });
    const other = await codeOf({ 'last.ts': LAST.replace("'c'", "'d'") });
    expect(other.topology).not.toBe(code.topology);
    expect(other.shape?.nodes).toEqual(['a', 'b', 'd']);
  });

  it('does not change by files beside it that it does not import', async () => {
    const code = await codeOf({ 'graph.ts': GRAPH, 'last.ts': LAST });
    expect(await codeOf({ 'other.ts': 'export const other = 1;\n' })).toEqual(code);
  });
});
