import { expect, it } from 'vitest';
import type { ValueChange, Writer, WriterTask } from '@/lib/contracts/changes';
import { changeText, writerName } from './writer-text';

const task = (node: string, rest: Partial<WriterTask> = {}): WriterTask => ({
  taskId: `${node} task`,
  node,
  attempts: 1,
  how: 'ran',
  ...rest,
});
const by = (tasks: WriterTask[], isSure = tasks.length === 1): Writer => ({
  kind: 'tasks',
  tasks,
  isSure,
  withInput: false,
});
const change = (rest: Partial<ValueChange>): ValueChange => ({
  checkpointId: 'c',
  parentId: 'p',
  branchId: 'b',
  step: 12,
  sinceStep: null,
  createdAt: 0,
  kind: 'changed',
  path: ['a'],
  writer: by([task('research')]),
  runId: null,
  clientId: null,
  ...rest,
});

it('names tasks, several of one node once', () => {
  expect(writerName(by([task('A'), task('B')]))).toBe('A and B');
  expect(writerName(by([task('work'), task('work'), task('join')]))).toBe('work × 2 and join');
  expect(writerName(by(['a', 'b', 'c', 'd', 'e'].map((node) => task(node))))).toBe('a, b, c and 2 more');
  expect(writerName({ ...by([task('A')]), withInput: true } as Writer)).toBe('A and the input');
});

it('says at which step and how', () => {
  expect(changeText(change({}))).toBe('written at step 12 by research');
  expect(changeText(change({ kind: 'added', writer: by([task('a', { attempts: 2 })]) }))).toBe(
    'first written at step 12 by a, attempt 2',
  );
  expect(changeText(change({ kind: 'removed', writer: { kind: 'edit', isFork: true } }))).toBe(
    'removed at step 12 by the edit that forked here',
  );
  expect(changeText(change({ writer: by([task('A'), task('B')], false) }))).toBe(
    'written at step 12 by A and B together',
  );
  expect(changeText(change({ writer: by([task('a', { how: 'handled', attempts: 3 })]) }))).toContain('error handler');
  expect(changeText(change({ sinceStep: 4 }))).toBe('written in steps 5 to 12, saved as one, by research');
  expect(changeText(change({ writer: { kind: 'unknown', why: 'pruned' } }))).toBe(
    'written at step 12 or before; what came before is not kept',
  );
});

it('names who struck a write, and which', () => {
  const by = (node: string | null): Writer => ({
    kind: 'edit',
    isFork: true,
    struck: { checkpointId: 'c', step: 3, node, channels: ['log'] },
  });
  expect(writerName(by('research'))).toBe('a person who struck what research wrote at step 3');
  expect(writerName(by('__start__'))).toBe('a person who struck what the input wrote at step 3');
  expect(writerName(by(null))).toBe('a person who struck the edit at step 3');
});
