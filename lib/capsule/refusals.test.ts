import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointConfig } from '@/engine';
import { parameters } from '@/engine/properties/runs';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { isAppError } from '@/lib/runs/app-error';
import {
  databaseNames,
  exported,
  fileOf,
  imported,
  linesIn,
  openTestStore,
  type TestStore,
  withEnd,
} from './test-capsules';

const ID = 'thread';

describe.each(databaseNames)('what is no whole capsule, on %s', { timeout: 60_000 }, (name) => {
  let source: TestStore;
  let target: TestStore;
  let file: Buffer;
  let lines: string[];
  beforeAll(async () => {
    [source, target] = await Promise.all([openTestStore(name), openTestStore(name)]);
    const run = new ThreadRecorder(source.store.saver, ID);
    await run.step({ text: 'begin '.padEnd(600, '.'), log: ['begin'] });
    for (let step = 0; step < 8; step++) await run.step({ log: [`step ${step}`], at: new Date(step) });
    const fork = await run.forkAt(run.tipId);
    await fork.step({ text: 'other '.padEnd(600, '.'), log: ['fork'] });
    file = await exported(source.context, ID);
    lines = linesIn(file).slice(0, -1);
  });
  afterAll(() => Promise.all([source.remove(), target.remove()]));
  beforeEach(() => target.store.saver.deleteThread(ID));

  /** Refused by name with nothing left of it, or taken as a whole. */
  async function expectWholeOrNothing(bytes: Uint8Array): Promise<void> {
    await target.store.saver.deleteThread(ID);
    try {
      await imported(target.context, bytes);
    } catch (error) {
      if (!isAppError(error) || !['CAPSULE_REFUSED', 'TOO_LARGE'].includes(error.code)) throw error;
      expect(await everything(target)).toEqual([]);
      return;
    }
    expect(await everything(target)).toEqual(await everything(source));
  }

  it('is refused or equal, wherever it is cut off', async () => {
    const cuts = fc.integer({ min: 0, max: file.length });
    await fc.assert(
      fc.asyncProperty(cuts, (length) => expectWholeOrNothing(file.subarray(0, length))),
      parameters(),
    );
  });

  it('is refused or equal, whichever bits are flipped', async () => {
    const flips = fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(flips, (changed) => {
        const bytes = Buffer.from(file);
        for (const [at, bits] of changed) bytes[at] = (bytes[at] as number) ^ bits;
        return expectWholeOrNothing(bytes);
      }),
      parameters(),
    );
  });

  it('is refused when a line is missing, doubled or moved', async () => {
    const edits = fc.tuple(
      fc.integer({ min: 1, max: lines.length - 1 }),
      fc.constantFrom('missing', 'doubled', 'moved'),
    );
    await fc.assert(
      fc.asyncProperty(edits, async ([at, how]) => {
        const line = lines[at] as string;
        const rest = lines.toSpliced(at, 1);
        const edited = how === 'missing' ? rest : how === 'doubled' ? [...lines, line] : [...rest, line];
        if (edited.join() === lines.join()) return;
        const whole = linesIn(file);
        await expect(imported(target.context, fileOf([...edited, whole.at(-1) as string]))).rejects.toMatchObject({
          code: 'CAPSULE_REFUSED',
          detail: { refusal: expect.stringMatching(/damaged|invalid/) },
        });
        expect(await everything(target)).toEqual([]);
      }),
      parameters(0.3),
    );
  });

  type Edit = (part: Record<string, never>) => void;
  const edit = (kind: string, change: Edit) => (given: readonly string[]) => {
    // The last: others may be like the first.
    const at = given.findLastIndex((line) => line.includes(`"kind":"${kind}"`));
    const json = JSON.parse(given[at] as string);
    change(json);
    return given.with(at, JSON.stringify(json));
  };
  const set = (kind: string, path: string, value: unknown) =>
    edit(kind, (part) => {
      const keys = path.split('.');
      const inner = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, part);
      inner[keys.at(-1) as string] = value;
    });
  const value = (is: unknown) => set('value', 'is', is);
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  it.each<[string, (given: readonly string[]) => readonly string[], string]>([
    ['a table of no thread', (given) => [...given, '{"kind":"users","id":1}'], 'users'],
    ['a key too many', set('branch', 'owner', 'me'), 'owner'],
    ['a prototype', (given) => [...given, '{"kind":"note","__proto__":{"text":"x"}}'], 'note'],
    ['a checkpoint without its id', set('checkpoint', 'id', undefined), '"id"'],
    ['an id that no database stores', set('checkpoint', 'id', 'a\u0000'), 'NUL'],
    ['an id without an end', set('checkpoint', 'id', 'x'.repeat(5000)), '"id"'],
    ['a count below zero', set('checkpoint', 'record.changedCount', -1), 'changedCount'],
    ['a step that is a fraction', set('checkpoint', 'step', 0.5), 'step'],
    ['a path of no task', set('checkpoint', 'record.tasks', [task({ path: ['elsewhere'] })]), 'path of a task'],
    ['a path that calls without end', set('checkpoint', 'record.tasks', [task({ path: call(300) })]), 'path of a task'],
    ['bytes that are none', value({ whole: { base64: '%%%' } }), 'is'],
    ['a delta that is none', value({ delta: { json: { op: 'explode' } } }), 'delta'],
    [
      'a delta far behind the end',
      value({ delta: { json: { op: 'list', keep: 1, edit: [[4e9, { op: 'set', value: 1 }]] } } }),
      'delta',
    ],
    ['a list with endless gaps', value({ whole: { tagged: { $: 'sparse', v: [4294967295, []] } } }), 'gaps'],
    ['a value that is like none', value({ like: { as: 'json', start: 5, end: 5000, text: '' } }), 'like a value'],
    ['a value that is like half of one', (given) => likeAfter(given, { start: 3, end: 0, text: '' }), 'makes no JSON'],
    ['too many levels', value({ whole: { json: nested(2000) } }), 'nested deeper'],
    ['a branch that ends nowhere', set('branch', 'tip', 'nowhere'), 'ends at a checkpoint'],
    ['checkpoints of no branch', set('checkpoint', 'branch', 'nowhere'), 'on a branch nowhere'],
    [
      'a checkpoint that builds on the future',
      set('checkpoint', 'base', 'ffffffff-ffff-6fff-8fff-ffffffffffff'),
      'later one',
    ],
    ['a chain that begins with a delta', value({ delta: { json: { op: 'set', value: 1 } } }), 'some are missing'],
    ['two threads', (given) => [...given, given.find((line) => line.includes('"kind":"thread"')) as string], 'one key'],
    ['no thread', (given) => given.filter((line) => !line.includes('"kind":"thread"')), '0 threads'],
    ['an id of the thread that no address takes', header({ threadId: 'a\nb' }), 'control characters'],
    ['a header that says too much', header({ extra: 1 }), 'extra'],
  ])('is refused by name when it has %s', async (_, change, message) => {
    const error = await imported(target.context, fileOf(withEnd(change(lines)))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CAPSULE_REFUSED', detail: { refusal: 'invalid' } });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain('Nothing was imported');
    expect(await everything(target)).toEqual([]);
  });

  it.each([
    ['the file', { fileBytes: 500 }, 'larger than'],
    ['what it unpacks to', { textBytes: 2000 }, 'unpacks to more'],
    ['a line', { lineBytes: 100 }, 'longer than'],
  ])('is refused when %s is too large', async (_, limits, message) => {
    const whole = fileOf(withEnd(lines));
    const error = await imported(target.context, whole, { limits }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining(message) });
    expect(await everything(target)).toEqual([]);
  });

  it('is refused when a few lines unpack to many, long before they have', async () => {
    const grown = likeAfter(lines, { start: 0, end: 0, text: `"${'x'.repeat(400_000)}"` });
    const many = Array.from({ length: 400 }, (_, at) => like('text', `x${at}`, { start: 400_002, end: 0, text: '' }));
    const error = await imported(target.context, fileOf(withEnd([...grown, ...many])), {
      limits: { textBytes: 5_000_000 },
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('unpacks to more') });
    expect(await everything(target)).toEqual([]);
  });

  it('carries values that nobody here can read, and damaged ones, as they are', async () => {
    const bytes = Buffer.from('Xnot of our serialiser').toString('base64');
    const changed = value({ whole: { base64: bytes } })(lines);
    await imported(target.context, fileOf(withEnd(changed)));
    expect(linesIn(await exported(target.context, ID)).some((line) => line.includes(bytes))).toBe(true);
  });
});

function header(change: object) {
  return (given: readonly string[]) => given.with(0, JSON.stringify({ ...JSON.parse(given[0] as string), ...change }));
}

function task(change: object): object {
  const at = { id: 'x', node: 'work', startMs: 0, durationMs: 0, attempts: 1, status: 'done' };
  return { ...at, ...change };
}

function call(depth: number): unknown {
  let path: unknown = ['__pregel_pull', 'work'];
  for (let level = 0; level < depth; level++) path = ['__pregel_push', path, 0];
  return path;
}

function like(channel: string, chain: string, how: { start: number; end: number; text: string }): string {
  const at = { kind: 'value', namespace: '', channel, chain, sequence: 0, version: chain, createdAt: 0 };
  return JSON.stringify({ ...at, is: { like: { as: 'json', ...how } } });
}

/** One more value of the channel whose whole value is a long text. */
function likeAfter(given: readonly string[], how: { start: number; end: number; text: string }): string[] {
  const at = given.findLastIndex((line) => line.includes('"kind":"value"') && line.includes('"channel":"text"'));
  return given.toSpliced(at + 1, 0, like('text', 'xx', how));
}

/** All checkpoints, newest first; empty when there is no thread. */
async function everything({ store }: TestStore): Promise<unknown[]> {
  const config: CheckpointConfig = { configurable: { thread_id: ID } };
  const found: unknown[] = [...(await store.saver.readBranches(ID))];
  for await (const tuple of store.saver.readList(config)) found.push(tuple);
  if ((await store.threads.get(ID)) !== null) found.push('thread');
  return found;
}
