import { describe, expect, it } from 'vitest';
import type { RunningTask } from '@/engine';
import { CONSOLE_LIMITS, ConsoleNotes } from './console-notes';

const info = (taskId: string, fields = {}) =>
  ({ taskId, node: taskId, checkpointId: 'c', step: 3, attempt: 1, ...fields }) as RunningTask['innermost'];
const task = (taskId: string, fields = {}) => ({ innermost: info(taskId, fields), outermost: info(taskId, fields) });

describe('ConsoleNotes', () => {
  it('gathers lines by task, formatted, and gives each once', () => {
    const notes = new ConsoleNotes();
    notes.add(task('a'), 'log', ['%d of', 1, { x: [1] }], 5);
    notes.add(task('b', { attempt: 2 }), 'error', ['no'], 6);
    expect(notes.take()).toEqual([
      {
        step: 3,
        part: {
          taskId: 'a',
          checkpointId: 'c',
          lines: [{ number: 0, atMs: 5, level: 'log', attempt: 1, text: '1 of { x: [ 1 ] }' }],
          cut: null,
        },
      },
      {
        step: 3,
        part: {
          taskId: 'b',
          checkpointId: 'c',
          lines: [{ number: 0, atMs: 6, level: 'error', attempt: 2, text: 'no' }],
          cut: null,
        },
      },
    ]);
    expect(notes.take()).toEqual([]);
  });

  it('puts what a subgraph writes with the task around it, and names its node', () => {
    const notes = new ConsoleNotes();
    notes.add({ innermost: info('i'), outermost: info('o') }, 'log', ['x'], 1);
    expect(notes.take()[0]?.part).toMatchObject({ taskId: 'o', lines: [{ inner: 'i', text: 'x' }] });
  });

  it('keeps the first lines of a task and its last ones, and counts what is between', () => {
    const notes = new ConsoleNotes();
    const { lines, lastLines } = CONSOLE_LIMITS;
    for (let line = 0; line < lines; line++) notes.add(task('a'), 'log', [line], 1);
    expect(notes.take()[0]?.part).toMatchObject({ cut: null });
    for (let line = 0; line < lastLines; line++) expect(notes.add(task('a'), 'log', [`later ${line}`], 1)).toBe(false);
    expect(notes.add(task('a'), 'log', ['later still'], 1)).toBe(true);
    expect(notes.take()[0]?.part).toMatchObject({ lines: [], cut: { after: lines, lines: 1 } });
    expect(notes.add(task('a'), 'error', ['the end'], 1)).toBe(false);
    expect(notes.take()).toEqual([]);
    notes.endAll();
    const part = notes.take()[0]?.part;
    expect(part?.cut).toEqual({ after: lines, lines: 2, characters: 0 });
    expect([part?.lines.length, part?.lines[0]?.text, part?.lines.at(-1)?.text]).toEqual([
      lastLines,
      'later 2',
      'the end',
    ]);
  });

  it('gives the last lines of a task at its end, once, and lets it begin no more anew', () => {
    const notes = new ConsoleNotes();
    for (let line = 0; line <= CONSOLE_LIMITS.lines; line++) notes.add(task('a'), 'log', [line], 1);
    notes.add(task('b'), 'log', ['x'], 1);
    notes.take();
    expect(notes.endTask('b')).toBe(false);
    expect(notes.endTask('a')).toBe(true);
    expect(notes.take().map(({ part }) => part.lines.map(({ text }) => text))).toEqual([[`${CONSOLE_LIMITS.lines}`]]);
    expect(notes.endTask('a')).toBe(false);
    expect(notes.add(task('a'), 'log', ['after its end'], 1)).toBe(false);
    expect(notes.take()).toEqual([]);
    notes.endAll();
    expect(notes.take()[0]?.part.lines).toMatchObject([{ text: 'after its end', number: CONSOLE_LIMITS.lines + 1 }]);
  });

  it('cuts a line that is too long, and tells by how much', () => {
    const notes = new ConsoleNotes();
    notes.add(task('a'), 'log', ['x'.repeat(CONSOLE_LIMITS.characters + 7)], 1);
    const part = notes.take()[0]?.part;
    expect(part?.lines[0]?.text).toHaveLength(CONSOLE_LIMITS.characters);
    expect(part?.cut).toEqual({ after: 1, lines: 0, characters: 7 });
  });
});
