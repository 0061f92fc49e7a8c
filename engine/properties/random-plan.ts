import fc from 'fast-check';

/** A graph as plain data, so that a failing one can be printed, shrunk and built again. */
export interface GraphPlan {
  nodes: NodePlan[];
  /** Nodes that a router sends back to, while the step budget lasts. */
  loops: { from: number; to: number; every: number }[];
  /** A node that sends this many parallel tasks to `worker`. */
  fanOut: { from: number; count: number; worker: WorkPlan } | null;
  /** Waits for all nodes without successors of their own. */
  joinsLeaves: boolean;
  budget: number;
  maxConcurrency: number | undefined;
}

export interface NodePlan extends WorkPlan {
  /** An earlier node, or -1 for START: every node is reachable, and several children run in parallel. */
  parent: number;
  /** What the node adds, so that it is told apart. */
  weight: number;
  isDeferred: boolean;
  milestone: 'before' | 'after' | 'both' | null;
}

/** What a node does besides writing. */
export interface WorkPlan {
  /** Asks a question, before or after it called its graph. */
  asks: 'never' | 'before' | 'after';
  /** So many attempts fail before one succeeds. */
  stumbles: number;
  inside: InsidePlan | null;
}

export const NO_WORK: WorkPlan = { asks: 'never', stumbles: 0, inside: null };

/** A graph inside of a node: as the node itself, or called by its function. */
export interface InsidePlan {
  graph: GraphPlan;
  how: 'node' | 'call' | 'two calls';
  /** `checkpointer` of the graph inside: a fresh state for each call, one over the thread, or nothing kept. */
  keeps: 'call' | 'thread' | 'none';
}

interface Limits {
  /** Graphs inside graphs, so many levels deep. */
  depth: number;
  nodes: number;
  budget: number;
  asks: boolean;
  keeps: readonly InsidePlan['keeps'][];
}

const ANY_KEEPS: Limits['keeps'] = ['call', 'call', 'thread', 'none'];

/** Flat graphs: loops, fan-out, joins. */
export const graphPlan: fc.Arbitrary<GraphPlan> = planWithin({
  depth: 0,
  nodes: 6,
  budget: 8,
  asks: false,
  keeps: ANY_KEEPS,
});

const NESTED: Limits = { depth: 3, nodes: 4, budget: 5, asks: false, keeps: ANY_KEEPS };

/** Graphs up to three levels deep; nobody asks. */
export const nestedPlan: fc.Arbitrary<GraphPlan> = planWithin(NESTED);

/** The same, and no graph inside remembers its earlier calls. */
export const forgetfulPlan: fc.Arbitrary<GraphPlan> = planWithin({ ...NESTED, keeps: ['call', 'none'] });

/** Graphs up to three levels deep with nodes that ask, at every level. */
export const askingPlan: fc.Arbitrary<GraphPlan> = planWithin({ ...NESTED, asks: true });

function planWithin(limits: Limits): fc.Arbitrary<GraphPlan> {
  const drawnNode = fc.record({
    parent: fc.nat(limits.nodes - 1),
    weight: fc.integer({ min: 1, max: 9 }),
    work: workWithin(limits),
    isDeferred: seldom(fc.boolean(), false),
    milestone: seldom(fc.constantFrom<NodePlan['milestone']>('before', 'after', 'both'), null),
  });
  return fc.array(drawnNode, { minLength: 1, maxLength: limits.nodes }).chain((drawn) => {
    const nodes = drawn.map(({ parent, work, ...node }, index) => ({
      parent: (parent % (index + 1)) - 1,
      ...node,
      ...work,
    }));
    const node = fc.nat(nodes.length - 1);
    return fc.record({
      nodes: fc.constant(nodes),
      loops: fc.array(fc.record({ from: node, to: node, every: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 }),
      fanOut: fc.option(
        fc.record({
          from: node,
          count: fc.integer({ min: 1, max: limits.depth > 0 ? 2 : 4 }),
          worker: workWithin(limits),
        }),
        { freq: 2 },
      ),
      joinsLeaves: fc.boolean(),
      budget: fc.integer({ min: 1, max: limits.budget }),
      maxConcurrency: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    });
  });
}

function workWithin(limits: Limits): fc.Arbitrary<WorkPlan> {
  const { depth } = limits;
  const asks = limits.asks
    ? seldom(fc.constantFrom<WorkPlan['asks']>('before', 'after'), 'never')
    : fc.constant<WorkPlan['asks']>('never');
  const stumbles = seldom(fc.integer({ min: 1, max: 2 }), 0);
  const plain = fc.record({ asks, stumbles, inside: fc.constant(null) });
  if (depth === 0) return plain;
  const nested = fc.constantFrom(...limits.keeps).chain((keeps) =>
    insideWithin(keeps, {
      depth: depth - 1,
      nodes: 2,
      budget: 3,
      asks: limits.asks && keeps !== 'none',
      keeps: limits.keeps,
    }),
  );
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: fc.record({ asks, stumbles, inside: nested }).map(asItself) },
  );
}

function seldom<Value>(rare: fc.Arbitrary<Value>, usual: Value): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });
}

function insideWithin(keeps: InsidePlan['keeps'], limits: Limits): fc.Arbitrary<InsidePlan> {
  return fc.record({
    graph: planWithin(limits),
    how: fc.constantFrom<InsidePlan['how']>('node', 'call', 'two calls'),
    keeps: fc.constant(keeps),
  });
}

/** A graph that is the node has no function around it that could ask or fail. */
function asItself({ asks, stumbles, inside }: WorkPlan & { inside: InsidePlan }): WorkPlan {
  return inside.how === 'node' ? { ...NO_WORK, inside } : { asks, stumbles, inside };
}
