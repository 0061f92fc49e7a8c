import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinaryOperatorAggregate } from '../channels/binary-operator';
import { isSameGrowth } from '../channels/growth';
import { appendMessages } from './append-messages';
import { REMOVE_ALL_MESSAGES } from './message';
import { messagesStateReducer } from './messages-reducer';

type Write = readonly object[];

const ai = (id: string, content = id) => ({ type: 'ai', id, content });
const remove = (id: string) => ({ type: 'remove', id });

const channel = () => new BinaryOperatorAggregate<unknown, unknown>(messagesStateReducer as never, () => []);

/** The channel after each of the writes. */
function written(...writes: Write[]): BinaryOperatorAggregate {
  const made = channel();
  for (const write of writes) made.update([write], 'messages');
  return made;
}

/** A channel that goes on from where another one stands. */
function goingOn(from: BinaryOperatorAggregate): BinaryOperatorAggregate {
  const made = channel();
  made.restore(from.read());
  return made;
}

/** The same by the reducer alone, which any list may be given to. */
function reduced(list: unknown, write: Write): unknown {
  try {
    return messagesStateReducer(list as never, write as never);
  } catch (error) {
    return String(error);
  }
}

function updated(made: BinaryOperatorAggregate, write: Write): unknown {
  try {
    made.update([write], 'messages');
    return made.read();
  } catch (error) {
    return String(error);
  }
}

const many = Array.from({ length: 40 }, (_, index) => [ai(`m${index}`)]);

describe('adding messages to a list that the engine owns', () => {
  it('comes to what the reducer comes to, whatever is written, and where lists go on differently', () => {
    const id = fc.integer({ min: 0, max: 12 }).map((number) => `m${number}`);
    const part = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(id, fc.string({ maxLength: 2 })).map(([of, content]) => ai(of, content)) },
      { weight: 1, arbitrary: id.map(remove) },
      { weight: 1, arbitrary: fc.constant(remove(REMOVE_ALL_MESSAGES)) },
    );
    const turn = fc.record({
      write: fc.array(part, { maxLength: 3 }),
      forksAt: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
        const past = [channel()];
        for (const { write, forksAt = past.length - 1 } of turns) {
          const from = past[Math.min(forksAt, past.length - 1)] as BinaryOperatorAggregate;
          const before = structuredClone(from.read());
          const next = goingOn(from);
          expect(updated(next, write)).toEqual(reduced(before, write));
          expect(from.read()).toEqual(before);
          past.push(next);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds a message far back in a long list, to replace it or to take it out', () => {
    const long = written(...many);
    expect(updated(goingOn(long), [ai('m3', 'new'), ai('x')])).toEqual([
      ...many.flat().map((message) => (message.id === 'm3' ? ai('m3', 'new') : message)),
      ai('x'),
    ]);
    expect(updated(goingOn(long), [remove('m3')])).toEqual(many.flat().filter(({ id }) => id !== 'm3'));
    expect(updated(goingOn(long), [remove(REMOVE_ALL_MESSAGES), ai('x')])).toEqual([ai('x')]);
    expect(updated(goingOn(long), [remove('x')])).toMatch(/"x" can't be removed/);
  });

  it('knows only the messages of its own path where two go on from one list', () => {
    const base = written(...many);
    const [one, other] = [goingOn(base), goingOn(base)];
    one.update([[ai('here', 'one')]], 'messages');
    other.update([[ai('there', 'other')]], 'messages');
    expect(updated(one, [ai('there', 'one')])).toEqual([...many.flat(), ai('here', 'one'), ai('there', 'one')]);
    expect(updated(other, [ai('there', 'again')])).toEqual([...many.flat(), ai('there', 'again')]);
    expect(updated(goingOn(base), [ai('there', 'base')])).toEqual([...many.flat(), ai('there', 'base')]);
  });

  it('forgets no message after others were replaced or taken out', () => {
    const long = written(...many, [ai('m5', 'new')], [remove('m6')], [ai('m6', 'back')]);
    for (let turn = 0; turn < 12; turn++) long.update([[ai(`later ${turn}`)]], 'messages');
    expect(updated(long, [ai('m6', 'last')])).toHaveLength(52);
    expect(updated(long, [ai('m7', 'changed'), ai('later 3', 'changed')])).toHaveLength(52);
  });

  it('lets one of several with the same id be replaced as the reducer does', () => {
    const twice = channel();
    twice.restore([...many.flat(), ai('m1', 'again')]);
    for (let turn = 0; turn < 12; turn++) twice.update([[ai(`later ${turn}`)]], 'messages');
    const before = structuredClone(twice.read());
    for (const id of ['m1', 'later 11', 'x']) {
      expect(updated(goingOn(twice), [ai(id, 'new')])).toEqual(reduced(before, [ai(id, 'new')]));
    }
  });

  it('adds to the very list, as cheaply at its end as at its start', () => {
    const long = written(...many);
    const before = long.read() as object;
    long.update([[ai('x'), ai('y')]], 'messages');
    expect(isSameGrowth(before, long.read() as object)).toBe(true);
  });

  it('leaves to the reducer what it cannot tell', () => {
    const list = written(...many).read();
    const merges: unknown[] = [
      [remove('m1')],
      [ai('m1')],
      [ai('x'), ai('x')],
      ai('x'),
      ['text'],
      [{ type: 'ai', content: '' }],
    ];
    for (const write of merges) expect(appendMessages(list, write)).toBeNull();
    expect(appendMessages([ai('a')], [ai('x')])).toBeNull();
    expect(appendMessages([], [ai('x')])).toBeNull();
    expect(appendMessages(list, [ai('x')])).toHaveLength(41);
  });

  it('gives a caller of the reducer lists of his own, and leaves his alone', () => {
    const mine = many.flat();
    const merged = messagesStateReducer(mine, [ai('x')]);
    merged.push(ai('y') as never);
    expect([mine.length, merged.length]).toEqual([40, 42]);
    mine.push(ai('x', 'mine'));
    expect(messagesStateReducer(mine, [ai('x', 'new')])).toHaveLength(41);
  });
});
