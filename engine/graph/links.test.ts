import { describe, expect, it } from 'vitest';
import { Annotation, END, START, StateGraph } from '..';

const State = Annotation.Root({ n: Annotation<number> });
const idle = () => ({});

interface Declared {
  edges: object[];
  joins: object[];
  routers: object[];
}

/** A graph of nodes in a ring of edges, joins and routers, and how often compiling it looks at one of these. */
function looksAt(nodes: number): number {
  const name = (index: number) => `n${index % nodes}`;
  const graph = new StateGraph(State) as StateGraph<typeof State, object, object, string>;
  for (let index = 0; index < nodes; index++) graph.addNode(name(index), idle);
  graph.addEdge(START, name(0));
  for (let index = 0; index < nodes; index++) {
    graph.addEdge(name(index), name(index + 1));
    graph.addEdge([name(index), name(index + 1)], name(index + 2));
    graph.addConditionalEdges(name(index), () => END, [name(index + 3)]);
  }
  let looks = 0;
  const declared = graph as unknown as Declared;
  for (const list of [declared.edges, declared.joins, declared.routers]) {
    list.forEach((item, index) => {
      list[index] = new Proxy(item, {
        get(target, key) {
          looks += 1;
          return Reflect.get(target, key);
        },
      });
    });
  }
  graph.compile();
  return looks;
}

describe('compiling a graph', () => {
  it('looks at an edge, a join or a router as often in a large graph as in a small one', () => {
    const [few, many] = [looksAt(50), looksAt(500)];
    expect(many / few).toBeCloseTo(10, 0);
  });

  it('knows the edges, joins and routers of each node, in the order in which they were declared', async () => {
    const ran: string[] = [];
    const log = (name: string) => () => {
      ran.push(name);
      return {};
    };
    const graph = new StateGraph(State)
      .addNode({ a: log('a'), b: log('b'), c: log('c'), d: log('d'), e: log('e') })
      .addEdge(START, 'a')
      .addEdge('a', 'c')
      .addEdge('a', 'b')
      .addEdge('a', 'b')
      .addEdge(['b', 'c', 'b'], 'd')
      .addEdge(['b', 'c'], END)
      .addConditionalEdges('d', () => 'e', ['e'])
      .addConditionalEdges('d', function second() {
        return END;
      })
      .compile();
    await graph.invoke({ n: 1 });
    expect(ran).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(graph.getRouters('d').map(({ answers }) => answers?.map(({ target }) => target))).toEqual([
      ['e', END],
      undefined,
    ]);
  });
});
