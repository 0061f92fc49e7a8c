import { describe, expect, it } from 'vitest';
import { besideOf, firstOtherPath, type LineStep, lineUp, nodesOf, pairsApart } from './line-up';
import { entryOf, taskOf } from './thread-sample';

/** `a draft→review`: checkpoint `a`, made by `draft`, `review` runs next. */
function stepsOf(...texts: string[]): LineStep[] {
  return texts.map((text, position) => {
    const [checkpointId = '', what = ''] = text.split(' ');
    const [made = '', next = ''] = what.split('→');
    const isNode = !['input', 'update', 'fork'].includes(made);
    return entryOf({
      checkpointId,
      step: position - 1,
      source: isNode ? 'loop' : (made as LineStep['source']),
      tasks: isNode && made !== '' ? made.split('+').map((node) => taskOf(node)) : [],
      next: next === '' ? [] : next.split('+'),
    });
  });
}

const MAIN = stepsOf('c1 input→s', 'c2 →collect', 'c3 collect→draft', 'c4 draft→review', 'c5 review→');

/** Of each step of the first line, which checkpoint of the second stands beside it. */
function beside(here: LineStep[], there: LineStep[]): (string | null)[] {
  const lined = lineUp(here, there);
  return here.map((_, position) => {
    const at = besideOf(lined.here, lined.there, position);
    return at === null ? null : (there[at]?.checkpointId ?? 'none');
  });
}

function pathParting(here: LineStep[], there: LineStep[]) {
  return firstOtherPath(lineUp(here, there), { here, there });
}

describe('two branches of one thread', () => {
  const edited = [...MAIN.slice(0, 3), ...stepsOf('e4 update→draft', 'e5 draft→review', 'e6 review→')];

  it('an edit stands beside the step that it amends, and what follows beside its like', () => {
    expect(lineUp(MAIN, edited).common).toBe(3);
    expect(beside(edited, MAIN)).toEqual(['c1', 'c2', 'c3', 'c3', 'c4', 'c5']);
    expect(beside(MAIN, edited)).toEqual(['c1', 'c2', 'e4', 'e5', 'e6']);
    expect(pathParting(MAIN, edited)).toBeNull();
    expect([...pairsApart(lineUp(MAIN, edited))]).toEqual([
      { here: 2, there: 3 },
      { here: 3, there: 4 },
      { here: 4, there: 5 },
    ]);
  });

  it('an edit in the place of a node takes the turn of that node, and is another path', () => {
    const asNode = [...MAIN.slice(0, 3), ...stepsOf('e4 update→review', 'e5 review→')];
    expect(beside(asNode, MAIN)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    expect(pathParting(MAIN, asNode)).toEqual({ here: 3, there: 3 });
  });

  it('two forks at one step: their edits stand side by side', () => {
    const other = [...MAIN.slice(0, 3), ...stepsOf('f4 update→draft', 'f5 update→draft', 'f6 draft→review')];
    expect(beside(edited, other)).toEqual(['c1', 'c2', 'c3', 'f5', 'f6', null]);
    expect(beside(other, edited)).toEqual(['c1', 'c2', 'c3', 'e4', 'e4', 'e5']);
    expect(pathParting(edited, other)).toEqual({ here: 5, there: null });
  });

  it('a replay that did the same is no other path; another node, or another number of tasks, is', () => {
    const same = [...MAIN.slice(0, 2), ...stepsOf('r3 fork→collect', 'r4 collect→draft', 'r5 draft→review')];
    expect(pathParting(MAIN, [...same, ...stepsOf('r6 review→')])).toBeNull();
    expect(pathParting(MAIN, [...same, ...stepsOf('r6 publish→')])).toEqual({ here: 4, there: 5 });
    expect(pathParting(MAIN, [...same, ...stepsOf('r6 review+review→')])).toEqual({ here: 4, there: 5 });
    const wide = stepsOf('w1 a+b→');
    expect(pathParting(wide, stepsOf('v1 b+a→'))).toBeNull();
  });

  it('a line that only goes on parts where the other one ends', () => {
    const longer = [...MAIN, ...stepsOf('c6 publish→')];
    expect(pathParting(MAIN, longer)).toEqual({ here: null, there: 5 });
    expect([...pairsApart(lineUp(longer, MAIN))]).toEqual([{ here: 5, there: null }]);
    expect(beside(longer, MAIN).at(-1)).toBeNull();
  });

  it('a line beside itself is common to its end', () => {
    expect(lineUp(MAIN, MAIN).common).toBe(5);
    expect([...pairsApart(lineUp(MAIN, MAIN))]).toEqual([]);
    expect(pathParting(MAIN, MAIN)).toBeNull();
  });
});

describe('two threads', () => {
  it('stand side by side from their starts', () => {
    const other = stepsOf('d1 input→s', 'd2 →collect', 'd3 collect→draft', 'd4 ask→');
    expect(lineUp(MAIN, other).common).toBe(0);
    expect(beside(MAIN, other)).toEqual(['d1', 'd2', 'd3', 'd4', null]);
    expect(pathParting(MAIN, other)).toEqual({ here: 3, there: 3 });
  });

  it('one whose beginning was pruned stands where it stood', () => {
    const pruned = stepsOf('c1 input→s', 'c2 →collect', 'd3 collect→draft', 'd4 draft→review').slice(2);
    expect(beside(MAIN, pruned)).toEqual([null, null, 'd3', 'd4', null]);
    expect(pathParting(MAIN, pruned)).toEqual({ here: 4, there: null });
    expect([...pairsApart(lineUp(MAIN, pruned))][0]).toEqual({ here: 2, there: 0 });
  });

  it('one of them may be empty', () => {
    expect(beside(MAIN, [])).toEqual([null, null, null, null, null]);
    expect(pathParting([], [])).toBeNull();
    expect(pathParting(MAIN, [])).toEqual({ here: 0, there: null });
  });
});

it('the nodes of a step are those that finished, without the passing on of an input', () => {
  const step = entryOf({
    checkpointId: 'x',
    step: 1,
    tasks: [taskOf('__start__'), taskOf('a'), taskOf('b', { status: 'failed' }), taskOf('a')],
  });
  expect(nodesOf(step)).toEqual(['a', 'a']);
});
