import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createConditionSandbox } from './condition-sandbox';

const started = vi.hoisted((): ChildProcess[] => []);
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>();
  const spawn = (...call: Parameters<typeof real.spawn>) => {
    const child = real.spawn(...call);
    started.push(child);
    return child;
  };
  return { ...real, spawn };
});

const sandbox = createConditionSandbox();
afterAll(() => sandbox.close());

const STATE = { count: 3, items: [{ kind: 'a' }, { kind: 'b' }], text: 'x', none: [] };
const on = (expression: string, state: object = STATE) => sandbox.evaluate(expression, JSON.stringify(state));

describe('a condition', () => {
  it.each([
    ['count > 2', true],
    ['count > 3', false],
    ['items[kind = "b"]', true],
    ['items[kind = "c"]', false],
    ['missing', false],
    ['none', false],
    ['$count(items) = 2 and text = "x"', true],
  ])('%s holds as JSONata understands truth', async (expression, holds) => {
    expect(await on(expression)).toMatchObject({ kind: 'value', holds });
  });

  it('shows its value, of a long one the beginning', async () => {
    expect(await on('items.kind')).toMatchObject({ shown: '["a","b"]' });
    expect(await on('missing')).toMatchObject({ shown: null });
    const { shown } = (await on('$pad("", 1000, "x")')) as { shown: string };
    expect(shown).toHaveLength(201);
  });

  it('that is no JSONata tells where', async () => {
    expect(await sandbox.evaluate('count >', null)).toMatchObject({ kind: 'malformed', position: 7 });
    expect(await sandbox.evaluate('count > 2', null)).toMatchObject({ kind: 'value' });
  });

  it('that does not fit the state tells why', async () => {
    expect(await on('text > 3')).toMatchObject({ kind: 'failed', message: expect.stringContaining('same data type') });
  });
});

describe('the sandbox', () => {
  it.each([
    ['endless', '( $f := function($x){ $f($x) }; $f(1) )', 'took longer than 1000 ms'],
    ['endless in one step', '$match($pad("", 60, "a") & "!", /^(a+)+$/)', 'took longer than 1000 ms'],
  ])('ends what is %s, and serves the next expression', async (_, expression, message) => {
    expect(await on(expression)).toMatchObject({ kind: 'costly', message: expect.stringContaining(message) });
    expect(await on('count')).toMatchObject({ kind: 'value', shown: '3' });
  });

  it('outlives what needs too much memory, also in one piece', async () => {
    const small = createConditionSandbox({ deadlineMs: 60_000, memoryMb: 32 });
    for (const expression of [
      '( $f := function($a){ $f($append($a, $a)) }; $f([1..1000]) )',
      '$reverse([1..9999999])',
    ]) {
      const message = 'It needed more than 32 MB of memory and was ended.';
      expect(await small.evaluate(expression, '{}')).toEqual({ kind: 'costly', message });
      expect(await small.evaluate('1', '{}')).toMatchObject({ kind: 'value' });
    }
    small.close();
  }, 60_000);

  it('goes on in another process when its own ended between two questions', async () => {
    const another = createConditionSandbox();
    await another.evaluate('1', '{}');
    const child = started.at(-1) as ChildProcess;
    const ended = once(child, 'exit');
    process.kill(child.pid as number, 'SIGKILL');
    await ended;
    expect(await another.evaluate('1', '{}')).toMatchObject({ kind: 'value', shown: '1' });
    another.close();
  });

  it('has no way out of it', async () => {
    for (const expression of [
      '$sum.constructor("return process")()',
      '(function($x){$x}).environment.bind.constructor("return process")()',
      '$lookup($sum, "constructor")',
      '__proto__.constructor.constructor("return process")()',
      'process',
    ]) {
      const verdict = await on(expression);
      expect(verdict.kind === 'value' && verdict.shown !== null, expression).toBe(false);
    }
  });

  it('gives nothing of one state to the next', async () => {
    await on('($x := 1; $ ~> |$|{"__proto__": {"leaked": true}}|)');
    expect(await on('leaked', {})).toMatchObject({ kind: 'value', shown: null });
  });

  it('answers in the order of the questions, each its own', async () => {
    const answers = await Promise.all([1, 2, 3].map((count) => on('count', { count })));
    expect(answers).toMatchObject([{ shown: '1' }, { shown: '2' }, { shown: '3' }]);
  });
});
