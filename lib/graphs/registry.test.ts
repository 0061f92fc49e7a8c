import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assistantIdOf } from './assistant-id';
import { GraphConfigError } from './config-file';
import { type GraphRegistry, openGraphs } from './registry';

const SAVER = { kind: 'saver of the server' };
/** Stands for the engine: the loader knows graphs by brand alone. */
const graphMaker = (fields: object = {}) => ({
  kind: 'compiled',
  getSchemas: () => ({ input: { type: 'object', properties: { topic: { type: 'string', default: 'cats' } } } }),
  getGraph: () => ({ nodes: [], edges: [] }),
  ...fields,
});
/** As `compile()` does: the error is made outside of the user's file. */
const refuse = () => {
  throw new Error('no entry');
};
const has = (kind: string) => (value: unknown) => (value as { kind?: string } | null)?.kind === kind;
const modules = {
  virtualModules: { retrograph: { graphMaker, refuse } },
  isCompiledGraph: has('compiled'),
  isStateGraph: has('builder'),
};

let folder: string;
let problems: string[];
let registry: GraphRegistry | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-graphs-'));
  problems = [];
});
afterEach(async () => {
  registry?.close();
  await rm(folder, { recursive: true });
});

async function open(files: Record<string, string>, options: { watch?: boolean; onReload?: () => void } = {}) {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  registry = await openGraphs({
    place: { configPath: null, workingDirectory: folder, packageRoot: '/nowhere' },
    modules,
    checkpointer: SAVER,
    watch: options.watch ?? false,
    onReload: options.onReload ?? (() => {}),
    onProblem: (message) => problems.push(message),
  });
  return registry;
}

const config = (graphs: Record<string, string>, rest: object = {}) => ({
  'retrograph.json': JSON.stringify({ graphs, ...rest }),
});
const MAKE = `import { graphMaker } from 'retrograph';\n`;

describe('the graph registry', () => {
  it('takes compiled graphs, builders and factories, and gives each its id and the saver', async () => {
    const found = await open({
      ...config({ a: './all.ts:compiled', b: './all.ts:builder', c: './all.ts:factory', d: './all.ts' }),
      'all.ts': `${MAKE}import { name } from './helper';
        export const compiled = graphMaker({ checkpointer: 'own' });
        export const builder = { kind: 'builder', compile: () => graphMaker() };
        export async function factory(): Promise<object> { return graphMaker(); }
        export const graph = graphMaker({ name });`,
      'helper.ts': `export const name: string = 'own name';`,
    });
    expect(problems).toEqual([]);
    expect(found.list().map((entry) => [entry.graph?.name, entry.graph?.checkpointer])).toEqual(
      ['a', 'b', 'c', 'd'].map((id) => [id, SAVER]),
    );
    expect(found.get(assistantIdOf('c'))?.graphId).toBe('c');
    expect(found.get('nope')).toBeNull();
  });

  it("shows the user's own line when the engine refuses the graph", async () => {
    const found = await open({
      ...config({ refused: './refused.ts' }),
      'refused.ts': `import { refuse } from 'retrograph';\n\nexport default refuse();\n`,
    });
    expect(found.list()[0]?.error).toMatchObject({
      message: 'no entry',
      file: path.join(folder, 'refused.ts'),
      line: 3,
    });
  });

  it('shows a failing file with its line, and serves the others', async () => {
    const found = await open({
      ...config({
        broken: './broken.ts:graph',
        syntax: './syntax.ts',
        none: './gone.ts',
        empty: './fine.ts:nope',
        number: './fine.ts:one',
        fine: './fine.ts',
      }),
      'broken.ts': `${MAKE}\nexport const graph = (undefined as any).boom;`,
      'syntax.ts': `${MAKE}export const graph = ;`,
      'fine.ts': `${MAKE}export const graph = graphMaker(); export const one = 1;`,
    });
    const error = (id: string) => found.get(id)?.error;
    expect(error('broken')).toMatchObject({ file: path.join(folder, 'broken.ts'), line: 3 });
    expect(error('broken')?.message).toContain('boom');
    expect(error('syntax')).toMatchObject({ file: path.join(folder, 'syntax.ts'), line: 2 });
    expect(error('none')?.message).toContain('gone.ts');
    expect(error('empty')?.message).toContain('graph, one');
    expect(error('number')?.message).toContain('no graph');
    expect(found.get('fine')?.graph).not.toBeNull();
    expect(problems).toHaveLength(5);
  });

  it('takes examples from the config, else makes one of the defaults', async () => {
    const found = await open({
      ...config({ a: './g.ts', b: './g.ts' }, { examples: { a: [{ topic: 'dogs' }] } }),
      'g.ts': `${MAKE}export const graph = graphMaker();`,
    });
    expect(found.get('a')?.examples).toEqual([{ topic: 'dogs' }]);
    expect(found.get('b')?.examples).toEqual([{ topic: 'cats' }]);
  });

  it('reloads helpers too when a file changes, and keeps the old graphs over a broken config', async () => {
    let reloads = 0;
    const found = await open(
      {
        ...config({ a: './g.ts' }),
        'g.ts': `${MAKE}import { v } from './v';\nexport const graph = graphMaker({ v });`,
        'v.ts': 'export const v = 1;',
      },
      { watch: true, onReload: () => reloads++ },
    );
    const version = () => (found.get('a') as unknown as { graph: { v: number } }).graph.v;
    expect(version()).toBe(1);
    await writeFile(path.join(folder, 'v.ts'), 'export const v = 2;');
    await expect.poll(version, { timeout: 4000 }).toBe(2);
    expect(reloads).toBeGreaterThan(0);
    await writeFile(path.join(folder, 'retrograph.json'), '{ broken');
    await expect.poll(() => problems.length, { timeout: 4000 }).toBeGreaterThan(0);
    expect(version()).toBe(2);
  });

  it('sets variables for the graphs, never over one that is set', async () => {
    process.env.TEST_GRAPH_SET = 'mine';
    const found = await open({
      ...config({ a: './g.ts' }, { env: 'graph.env' }),
      'graph.env': '# keys\nTEST_GRAPH_SET=theirs\nexport TEST_GRAPH_KEY="a b" \n',
      'g.ts': `${MAKE}export const graph = graphMaker({ env: [process.env.TEST_GRAPH_SET, process.env.TEST_GRAPH_KEY] });`,
    });
    expect((found.get('a') as unknown as { graph: { env: string[] } }).graph.env).toEqual(['mine', 'a b']);
  });

  it('refuses a config that is none', async () => {
    await expect(open({ 'retrograph.json': '{' })).rejects.toThrow(GraphConfigError);
    await expect(open({ 'retrograph.json': '{"graphs": []}' })).rejects.toThrow('retrograph.json');
  });

  it('reads a langgraph.json, and serves nothing where there is no config', async () => {
    expect((await open({})).list()).toEqual([]);
    const found = await open({
      'langgraph.json': '{"graphs":{"g":"./g.ts:graph"},"node_version":"20","dependencies":["."],"env":".env"}',
      '.env': '',
      'g.ts': `${MAKE}export const graph = graphMaker();`,
    });
    expect(found.list()).toHaveLength(1);
  });
});
