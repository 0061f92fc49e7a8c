import { describe, expect, it } from 'vitest';
import type { Strand, StrandOutcome } from './step-group';
import { StepQueue } from './step-queue';
import type { StepRows } from './step-rows';

const bytesOf = (name: string) => new TextEncoder().encode(name);
const nameOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A step from checkpoint `parent` to checkpoint `id`. */
function step(parent: string, id: string, { thread = 't', branch = 'main', bytes = 0 } = {}): StepRows {
  return {
    threadId: thread,
    namespace: '',
    graphName: null,
    place: { kind: 'extend', branchId: branch, head: 'keep' },
    checkpointId: bytesOf(id),
    parentId: bytesOf(parent),
    baseId: bytesOf(id),
    source: 'loop',
    step: 0,
    runId: null,
    createdAt: 0,
    nodes: '',
    next: '[]',
    metadata: '{}',
    record: new Uint8Array(bytes),
    values: [],
    writes: null,
  };
}

/** A thread's first step. */
function start(id: string): StepRows {
  const place = { kind: 'start', branchId: `branch of ${id}`, origin: 'input', head: 'first' } as const;
  return { ...step('', id, { branch: `branch of ${id}` }), parentId: null, place };
}

function writes(checkpoint: string, task: string, thread = 't') {
  return {
    place: { threadId: thread, namespace: '', checkpointId: bytesOf(checkpoint) },
    writes: { taskId: bytesOf(task), regular: { position: 0, packed: new Uint8Array() }, reserved: [] },
  };
}

/** A strand as `a→b→c`, with the tasks that wrote. */
function told({ from, steps, writes }: Strand): string {
  const chain = [from.split('\0')[2], ...steps.map(({ checkpointId }) => nameOf(checkpointId))].join('→');
  return [chain, ...writes.map(({ writes: { taskId } }) => nameOf(taskId))].join(' ');
}

type Answer = (outcomes: StrandOutcome[] | Error) => void;

/** A queue whose database answers when the test says so, or at once. */
function queueOn(database: 'slow' | ((strands: readonly Strand[]) => StrandOutcome[])) {
  const groups: string[][] = [];
  const answers: Answer[] = [];
  const turns: (() => void)[] = [];
  const over: string[] = [];
  const time = { now: 0 };
  const queue = new StepQueue({
    write(strands) {
      groups.push(strands.map(told));
      if (database !== 'slow') return database(strands);
      return new Promise((resolve, reject) =>
        answers.push((outcomes) => (outcomes instanceof Error ? reject(outcomes) : resolve(outcomes))),
      );
    },
    onSaved: () => {},
    now: () => time.now,
    onTurn: (callback) => turns.push(callback),
  });
  const add = (rows: StepRows, mayWait = true) =>
    queue.addStep(rows, {
      mayWait,
      conflict: () => new Error(`conflict at ${nameOf(rows.parentId as Uint8Array)}`),
      over: (isSaved) => over.push(`${nameOf(rows.checkpointId)} ${isSaved ? 'saved' : 'lost'}`),
    });
  const turn = () => {
    for (const callback of turns.splice(0)) callback();
  };
  /** Answers the group that is being saved, and lets those who waited go on. */
  const answer = async (outcomes: StrandOutcome[] | Error) => {
    answers.shift()?.(outcomes);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, groups, over, time, add, turn, answer };
}

const allSaved = (strands: readonly Strand[]): StrandOutcome[] => strands.map(() => 'saved');
/** The error that it rejects with, or `saved`. */
const endOf = (saved: void | Promise<void>) =>
  Promise.resolve(saved).then(
    () => 'saved',
    (error: Error) => error.message,
  );

describe('what goes together', () => {
  it('saves what comes before the event loop turns in one group, in order, steps of a branch as one strand', async () => {
    const { add, queue, groups, turn } = queueOn(allSaved);
    const given = [
      add(step('a', 'b')),
      queue.addWrites(writes('b', 'task')),
      add(step('x', 'y', { thread: 'u' })),
      add(step('b', 'c')),
    ];
    expect(groups).toEqual([]);
    turn();
    expect(groups).toEqual([['a→b→c task', 'x→y']]);
    expect(await Promise.all(given.map(endOf))).toEqual(['saved', 'saved', 'saved', 'saved']);
  });

  it('keeps two that begin one thread apart, so that the second finds the first', async () => {
    const { add, groups, turn } = queueOn(allSaved);
    const given = [add(start('a')), add(step('a', 'b', { branch: 'branch of a' })), add(start('x')), add(start('y'))];
    turn();
    expect(groups).toEqual([['→a→b'], ['→x'], ['→y']]);
    expect(await Promise.all(given.map(endOf))).toEqual(['saved', 'saved', 'saved', 'saved']);
  });

  it('gives the steps of a strand one promise, so that a listener waits for it once', () => {
    const { add } = queueOn(allSaved);
    const first = add(step('a', 'b'));
    expect(add(step('b', 'c'))).toBe(first);
    expect(add(step('x', 'y', { thread: 'u' }))).not.toBe(first);
  });

  it('keeps steps of two branches apart, and two from one parent', () => {
    const { add, groups, turn } = queueOn(allSaved);
    add(step('a', 'b'));
    add(step('a', 'c'));
    add(step('b', 'd', { branch: 'other' }));
    turn();
    expect(groups).toEqual([['a→b', 'a→c', 'b→d']]);
  });

  it('lets writes that stand alone join the step that includes them', () => {
    const { add, queue, groups, turn } = queueOn(allSaved);
    void queue.addWrites(writes('a', 'one'));
    void queue.addWrites(writes('a', 'two'));
    add(step('a', 'b'));
    turn();
    expect(groups).toEqual([['a→b one two']]);
  });

  it('puts a second time that a task writes into a group of its own', () => {
    const { queue, groups, turn } = queueOn(allSaved);
    void queue.addWrites(writes('a', 'task'));
    void queue.addWrites(writes('a', 'task'));
    turn();
    expect(groups).toEqual([['a task'], ['a task']]);
  });
});

describe('when', () => {
  it('saves a step that may not wait at once, with those before it', () => {
    const { add, groups } = queueOn(allSaved);
    add(step('a', 'b'));
    expect(add(step('b', 'c'), false)).toBeUndefined();
    expect(groups).toEqual([['a→b→c']]);
  });

  it('saves a step at once when the last group was 8 ms ago: the event loop may not turn for long', () => {
    const { add, groups, time } = queueOn(allSaved);
    time.now = 7.9;
    expect(add(step('a', 'b'))).toBeInstanceOf(Promise);
    time.now = 8;
    expect(add(step('b', 'c'))).toBeUndefined();
    expect(groups).toEqual([['a→b→c']]);
  });

  it('saves a group once it has 256 steps', () => {
    const { add, groups } = queueOn(allSaved);
    for (let count = 0; count < 256; count++) add(step(`${count}`, `${count + 1}`));
    expect(groups.length).toBe(1);
    add(step('256', '257'));
    expect(groups.length).toBe(1);
  });

  it('saves a group once it has 4 MB', () => {
    const { add, groups } = queueOn(allSaved);
    for (let count = 0; count < 4; count++) add(step(`${count}`, `${count + 1}`, { bytes: 1024 * 1024 }));
    expect(groups).toEqual([['0→1→2→3→4']]);
  });

  it('saves one group at a time: what comes meanwhile is the next', async () => {
    const { add, groups, turn, answer } = queueOn('slow');
    add(step('a', 'b'));
    turn();
    add(step('b', 'c'));
    add(step('c', 'd'));
    turn();
    expect(groups).toEqual([['a→b']]);
    await answer(['saved']);
    expect(groups).toEqual([['a→b'], ['b→c→d']]);
  });

  it('has no room while a full group waits behind the one that is being saved', async () => {
    const { add, queue, turn, answer } = queueOn('slow');
    add(step('a', '0'));
    turn();
    for (let count = 0; count < 256; count++) {
      expect(queue.room()).toBeUndefined();
      add(step(`${count}`, `${count + 1}`));
    }
    let hasRoom = false;
    const room = Promise.resolve(queue.room()).then(() => {
      hasRoom = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasRoom).toBe(false);
    await answer(['saved']);
    await room;
    expect(queue.room()).toBeUndefined();
  });

  it('settles a thread when all that was given for it is saved, and no sooner', async () => {
    const { add, queue, turn, answer } = queueOn('slow');
    const steps = [add(step('a', 'b')), add(step('x', 'y', { thread: 'u' }))];
    turn();
    add(step('b', 'c'));
    const settled: string[] = [];
    const waits = ['t', 'u'].map((thread) => Promise.resolve(queue.settle(thread)).then(() => settled.push(thread)));
    expect(queue.settle('nobody')).toBeUndefined();
    await answer(['saved', 'saved']);
    expect(settled).toEqual(['u']);
    await answer(['saved']);
    await Promise.all([...waits, ...steps]);
    expect(settled).toEqual(['u', 't']);
  });

  it('has saved what waits when a database that answers at once is settled', () => {
    const { add, queue, over } = queueOn(allSaved);
    add(step('a', 'b'));
    expect(queue.settle()).toBeUndefined();
    expect(over).toEqual(['b saved']);
  });
});

describe('what fails', () => {
  it('fails a strand whose branch moved on, and leaves the others alone', async () => {
    const { add, turn, over } = queueOn((strands) =>
      strands.map(({ threadId }) => (threadId === 'u' ? 'conflict' : 'saved')),
    );
    const good = add(step('a', 'b'));
    const bad = [add(step('x', 'y', { thread: 'u' })), add(step('y', 'z', { thread: 'u' }))];
    turn();
    expect(await endOf(good)).toBe('saved');
    expect(await Promise.all(bad.map(endOf))).toEqual(['conflict at x', 'conflict at x']);
    expect(over).toEqual(['b saved', 'y lost', 'z lost']);
  });

  it('saves nothing that was queued behind a step that failed, neither steps nor writes', async () => {
    const { add, queue, groups, turn, answer } = queueOn('slow');
    const first = add(step('a', 'b'));
    turn();
    const behind = [queue.addWrites(writes('b', 'task')), add(step('b', 'c'))];
    const other = add(step('x', 'y', { thread: 'u' }));
    await answer(new Error('disk full'));
    await answer(['saved']);
    expect(await Promise.all([first, ...behind].map(endOf))).toEqual(['disk full', 'disk full', 'disk full']);
    expect(await endOf(other)).toBe('saved');
    expect(groups).toEqual([['a→b'], ['x→y']]);
  });

  it('saves nothing behind it later either', async () => {
    const { add, queue, groups, turn, answer } = queueOn('slow');
    const first = add(step('a', 'b'));
    turn();
    await answer(new Error('disk full'));
    const late = [queue.addWrites(writes('b', 'task')), add(step('b', 'c'))];
    turn();
    expect(await Promise.all([first, ...late].map(endOf))).toEqual(['disk full', 'disk full', 'disk full']);
    expect(groups).toEqual([['a→b']]);
  });

  it('goes on from a step that was told as failed once it is found: only the answer was lost', async () => {
    const { add, queue, groups, turn, answer } = queueOn('slow');
    const first = add(step('a', 'b'));
    turn();
    await answer(new Error('connection lost'));
    queue.found({ threadId: 't', namespace: '', checkpointId: bytesOf('b') });
    const again = [queue.addWrites(writes('b', 'task')), add(step('b', 'c'))];
    turn();
    await answer(['saved']);
    expect(await Promise.all([first, ...again].map(endOf))).toEqual(['connection lost', 'saved', 'saved']);
    expect(groups).toEqual([['a→b'], ['b→c task']]);
  });

  it('saves no step whose tasks’ writes were queued before it and failed; the next attempt may', async () => {
    const { add, queue, groups, turn, answer } = queueOn('slow');
    const lost = queue.addWrites(writes('a', 'task'));
    turn();
    const including = add(step('a', 'b'));
    await answer(new Error('disk full'));
    expect(await Promise.all([lost, including].map(endOf))).toEqual(['disk full', 'disk full']);
    const again = add(step('a', 'c'));
    turn();
    await answer(['saved']);
    expect(await endOf(again)).toBe('saved');
    expect(groups).toEqual([['a task'], ['a→c']]);
  });

  it('goes on after a database that threw', async () => {
    let isFull = true;
    const { add, turn } = queueOn((strands) => {
      if (isFull) throw new Error('disk full');
      return allSaved(strands);
    });
    const lost = add(step('a', 'b'));
    turn();
    isFull = false;
    const again = add(step('a', 'c'));
    turn();
    expect(await Promise.all([lost, again].map(endOf))).toEqual(['disk full', 'saved']);
  });
});
