import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Annotation, END, START, StateGraph } from '../index';
import { historyOf } from './history';
import { PATIENCE_MS, parameters, parametersOnDisk } from './runs';
import type { OpenSaver } from './savers';
import { openSaver, saverNames } from './savers';

/** What a careless node does with the state. */
const habits = [
  'push',
  'push without returning',
  'assign',
  'keep and change later',
  'change a deeper part',
  'replace',
] as const;
type Habit = (typeof habits)[number];
interface Move {
  habit: Habit;
  tag: string;
}

const State = Annotation.Root({
  turn: Annotation<number>({ reducer: (turn, one) => turn + one, default: () => 0 }),
  items: Annotation<{ tag: string; seen: string[] }[]>(),
  record: Annotation<Record<string, string>>(),
});
type Values = typeof State.State;

/** The same moves on values that are never changed in place: what the engine must come to. */
function expectedStep(before: Values, { habit, tag }: Move): Values {
  const after = { ...before, turn: before.turn + 1 };
  if (habit === 'push' || habit === 'keep and change later') after.items = [...before.items, { tag, seen: [tag] }];
  if (habit === 'assign') after.record = { ...before.record, [tag]: tag };
  if (habit === 'replace') after.items = [{ tag, seen: [] }];
  return after;
}

function carelessNode(moves: readonly Move[]) {
  const kept: Values['items'][] = [];
  return (state: Values): Partial<Values> => {
    const { habit, tag } = moves[state.turn] as Move;
    for (const items of kept) changeKept(items);
    switch (habit) {
      case 'push':
        state.items.push({ tag, seen: [tag] });
        return { turn: 1, items: state.items };
      case 'push without returning':
        state.items.push({ tag, seen: [] });
        return { turn: 1 };
      case 'assign':
        state.record[tag] = tag;
        return { turn: 1, record: state.record };
      case 'keep and change later': {
        const items = [...state.items, { tag, seen: [tag] }];
        kept.push(items);
        return { turn: 1, items };
      }
      case 'change a deeper part':
        expect(() => state.items[0]?.seen.push('leak')).toThrow(TypeError);
        return { turn: 1 };
      case 'replace':
        return { turn: 1, items: [{ tag, seen: [] }] };
    }
  };
}

/** Its own part is the node's to change; what came with the state is frozen. */
function changeKept(items: Values['items']): void {
  items.at(-1)?.seen.push('changed later');
  items.push({ tag: 'changed later', seen: [] });
  items.pop();
  items.length = 0;
}

describe.each(saverNames)('isolation on %s', (name) => {
  let open: OpenSaver;
  beforeAll(async () => {
    open = await openSaver(name);
  });
  afterAll(() => open.close());

  it(
    'keeps every checkpoint as it was, whatever nodes and callers do with the values',
    async () => {
      const move = fc.record({ habit: fc.constantFrom(...habits), tag: fc.string({ maxLength: 3 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 6 }), async (moves) => {
          const graph = new StateGraph(State)
            .addNode('careless', carelessNode(moves))
            .addEdge(START, 'careless')
            .addConditionalEdges('careless', (state) => (state.turn < moves.length ? 'careless' : END), ['careless'])
            .compile({ checkpointer: open.saver });
          const threadId = randomUUID();
          const input = { items: [{ tag: 'in', seen: ['in'] }], record: {} };
          const result = await graph.invoke(input, { configurable: { thread_id: threadId } });
          ruin(input, result, await graph.getState({ configurable: { thread_id: threadId } }));
          const expected: Values[] = [{ turn: 0, items: [{ tag: 'in', seen: ['in'] }], record: {} }];
          for (const next of moves) expected.push(expectedStep(expected.at(-1) as Values, next));
          const stored = (await historyOf(graph, threadId)).slice(1);
          expect(stored.map(({ values }) => values)).toEqual(expected);
        }),
        name === 'memory' ? parameters() : parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );
});

/** What a caller holds is its own: changing all of it must reach nothing that is stored. */
function ruin(...held: unknown[]): void {
  for (const value of held) {
    if (typeof value !== 'object' || value === null) continue;
    ruin(...Object.values(value));
    for (const key of Object.keys(value)) Reflect.set(value, key, 'ruined');
  }
}
