import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Annotation, END, START, StateGraph } from '../index';
import type { MermaidGraph } from './mermaid';
import { mermaidOf } from './mermaid';

const State = Annotation.Root({ count: Annotation<number> });
const idle = () => ({});

const plain = () =>
  new StateGraph(State)
    .addNode('plan', idle)
    .addNode('act', idle, { metadata: { owner: 'ops', deep: { n: 1 } } })
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', () => 'go', { 'go on': 'act', stop: END })
    .addEdge('act', 'plan')
    .compile();

describe('a Mermaid drawing', () => {
  it('has shapes for START and END, dotted conditional edges with labels, and classes', () => {
    expect(plain().getGraph().drawMermaid()).toBe(
      [
        "%%{init: {'flowchart': {'curve': 'linear'}}}%%",
        'graph TD;',
        '\t__start__([<p>__start__</p>]):::first',
        '\tplan(plan)',
        '\tact("act<hr/><small><em>owner = ops</em></small>")',
        '\t__end__([<p>__end__</p>]):::last',
        '\t__start__ --> plan;',
        '\tact --> plan;',
        '\tplan -. &nbsp;go on&nbsp; .-> act;',
        '\tplan -. &nbsp;stop&nbsp; .-> __end__;',
        '\tclassDef default fill:#f2f0ff,line-height:1.2;',
        '\tclassDef first fill-opacity:0;',
        '\tclassDef last fill:#bfb6fc;',
        '',
      ].join('\n'),
    );
  });

  it('takes a curve, colours and words a line, or does without styles', () => {
    const graph: MermaidGraph = {
      nodes: [{ id: 'a' }, { id: 'b' }],
      edges: [{ source: 'a', target: 'b', data: 'one two three', conditional: false }],
    };
    const styled = mermaidOf(graph, { curveStyle: 'basis', nodeColors: { default: 'fill:red' }, wrapLabelNWords: 2 });
    expect(styled).toContain("'curve': 'basis'");
    expect(styled).toContain('\tclassDef default fill:red;\n');
    expect(styled).toContain('a -- &nbsp;one two&nbsp;<br>&nbsp;three&nbsp; --> b;');
    expect(mermaidOf(graph, { withStyles: false })).toBe('graph TD;\n\ta -- &nbsp;one two three&nbsp; --> b;\n');
  });

  it('draws a subgraph as a cluster, nested ones inside of it', () => {
    const drawing = mermaidOf(
      {
        nodes: [{ id: 'first' }, { id: 'child:one' }, { id: 'child:inner:two' }, { id: 'child:inner:three' }],
        edges: [
          { source: 'first', target: 'child:one', conditional: false },
          { source: 'child:one', target: 'child:inner:two', conditional: false },
          { source: 'child:inner:two', target: 'child:inner:three', conditional: false },
        ],
      },
      { withStyles: false },
    );
    expect(drawing.split('\n').map((line) => line.trim())).toEqual([
      'graph TD;',
      'child_one("one")',
      'child_inner_two("two")',
      'child_inner_three("three")',
      'subgraph child["child"]',
      'child_one',
      'subgraph child_inner["inner"]',
      'child_inner_two',
      'child_inner_three',
      'child_inner_two --> child_inner_three;',
      'end',
      'child_one --> child_inner_two;',
      'end',
      'first --> child_one;',
      '',
    ]);
  });

  it('keeps names apart that look alike once they are safe, and away from words of Mermaid', () => {
    const drawing = mermaidOf({
      nodes: [{ id: 'a b' }, { id: 'a_b' }, { id: 'end' }, { id: 'say "hi" (now)' }, { id: 'x--y' }],
      edges: [{ source: 'a b', target: 'end', data: 'if x > 1', conditional: true }],
    });
    expect(drawing).toContain('\ta_b(a b)\n\ta_b_2(a_b)\n\tnode_end(end)\n');
    expect(drawing).toContain('say__hi___now_("say #34;hi#34; #40;now#41;")');
    expect(drawing).toContain('x_-y(x--y)');
    expect(drawing).toContain('a_b -. "&nbsp;if x #62; 1&nbsp;" .-> node_end;');
  });

  it('any names give as many different safe ids, and one line for each edge', () => {
    const name = fc.string({ minLength: 1, unit: 'binary' }).map((text) => text.replaceAll(':', ''));
    const names = fc.uniqueArray(
      name.filter((text) => text !== ''),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(names, (ids) => {
        const edges = ids.map((id) => ({ source: id, target: ids[0] as string, data: id, conditional: false }));
        const lines = mermaidOf({ nodes: ids.map((id) => ({ id })), edges }).split('\n');
        const drawn = lines.slice(2, 2 + ids.length).map((line) => /^\t([\w-]+)\(/.exec(line)?.[1]);
        expect(new Set(drawn).size).toBe(ids.length);
        expect(drawn).not.toContain(undefined);
        for (const [index, id] of drawn.entries()) {
          const edge = lines[2 + ids.length + index];
          expect(edge?.startsWith(`\t${id} -- `)).toBe(true);
          expect(edge?.endsWith(` --> ${drawn[0]};`)).toBe(true);
        }
      }),
    );
  });
});

describe('a drawing with subgraphs', () => {
  const inner = new StateGraph(State)
    .addNode('one', idle)
    .addNode('two', idle)
    .addEdge(START, 'one')
    .addEdge('one', 'two')
    .compile({ name: 'inner' });
  const forking = new StateGraph(State)
    .addNode('deep', inner)
    .addNode('side', idle)
    .addEdge(START, 'deep')
    .addEdge(START, 'side')
    .compile();
  const outer = new StateGraph(State)
    .addNode('before', idle)
    .addNode('child', inner)
    .addNode('fork', forking)
    .addEdge(START, 'before')
    .addEdge('before', 'child')
    .addEdge('child', 'fork')
    .compile();
  const linesOf = (xray: boolean | number) =>
    outer.getGraph({ xray }).edges.map(({ source, target }) => `${source} > ${target}`);

  it('shows a node for each, unless told to look inside', () => {
    const { nodes } = outer.getGraph();
    expect(nodes.map(({ id }) => id)).toEqual([START, 'before', 'child', 'fork', END]);
    expect(nodes[2]?.data).toEqual({ id: ['langgraph', 'pregel', 'CompiledStateGraph'], name: 'inner' });
  });

  it('puts a subgraph in its node’s place; one that begins or ends in several ways keeps START or END', () => {
    expect(linesOf(1)).toEqual([
      '__start__ > before',
      'before > child:one',
      'child:two > fork:__start__',
      'fork:__end__ > __end__',
      'child:one > child:two',
      'fork:__start__ > fork:deep',
      'fork:__start__ > fork:side',
      'fork:deep > fork:__end__',
      'fork:side > fork:__end__',
    ]);
  });

  it('looks as deep as told', async () => {
    expect(linesOf(true)).toContain('fork:deep:one > fork:deep:two');
    expect(linesOf(1)).not.toContain('fork:deep:one > fork:deep:two');
    expect(await outer.getGraphAsync({ xray: true })).toEqual(outer.getGraph({ xray: true }));
    expect(outer.getGraph({ xray: true }).drawMermaid()).toContain('\tsubgraph fork_deep["deep"]\n\tfork_deep_one\n');
  });

  it('as JSON a graph is its nodes and edges, nothing else', () => {
    expect(Object.keys(JSON.parse(JSON.stringify(outer.getGraph())))).toEqual(['nodes', 'edges']);
  });
});
