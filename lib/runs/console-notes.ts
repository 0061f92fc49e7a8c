import { formatWithOptions } from 'node:util';
import type { RunningTask } from '@/engine';
import type { ConsoleCut, ConsoleLevel, ConsoleLine, ConsolePart } from '@/lib/contracts/console';

/** What one task of the root graph keeps; the rest is counted. */
export const CONSOLE_LIMITS = { lines: 200, characters: 64 * 1024 } as const;

interface TaskNotes {
  step: number;
  part: ConsolePart;
  keptLines: number;
  keptCharacters: number;
  cut: ConsoleCut;
  /** Whether it was told that something is cut, and whether more was since. */
  isCutTold: boolean;
  hasNewCut: boolean;
}

/** What the tasks of one run write, gathered until it is taken away. */
export class ConsoleNotes {
  readonly #tasks = new Map<string, TaskNotes>();

  /** Answers whether there is something new to take. */
  add({ innermost, outermost }: RunningTask, level: ConsoleLevel, values: unknown[], atMs: number): boolean {
    const notes = this.#notesOf(outermost);
    if (notes.keptLines >= CONSOLE_LIMITS.lines || notes.keptCharacters >= CONSOLE_LIMITS.characters) {
      return countCut(notes, 1, 0);
    }
    const whole = formatWithOptions(FORMAT, ...(level === 'dir' ? values.slice(0, 1) : values));
    const text = whole.slice(0, CONSOLE_LIMITS.characters - notes.keptCharacters);
    const line: ConsoleLine = { atMs, level, attempt: outermost.attempt, text };
    if (innermost.taskId !== outermost.taskId) line.inner = innermost.node;
    notes.part.lines.push(line);
    notes.keptLines += 1;
    notes.keptCharacters += text.length;
    if (text.length < whole.length) countCut(notes, 0, whole.length - text.length);
    return true;
  }

  /** What is new of each task, with the step that it belongs to. `isEnd`: the final counts of what was cut come along. */
  take({ isEnd = false } = {}): { step: number; part: ConsolePart }[] {
    const taken: { step: number; part: ConsolePart }[] = [];
    for (const notes of this.#tasks.values()) {
      const tellsCut = notes.hasNewCut && (isEnd || !notes.isCutTold);
      if (notes.part.lines.length === 0 && !tellsCut) continue;
      const cut = notes.cut.lines > 0 || notes.cut.characters > 0 ? { ...notes.cut } : null;
      taken.push({ step: notes.step, part: { ...notes.part, cut } });
      notes.part = { ...notes.part, lines: [] };
      if (cut) notes.isCutTold = true;
      notes.hasNewCut = false;
    }
    return taken;
  }

  #notesOf({ taskId, checkpointId, step }: RunningTask['outermost']): TaskNotes {
    const known = this.#tasks.get(taskId);
    if (known) return known;
    const notes: TaskNotes = {
      step,
      part: { taskId, checkpointId, lines: [], cut: null },
      keptLines: 0,
      keptCharacters: 0,
      cut: { lines: 0, characters: 0 },
      isCutTold: false,
      hasNewCut: false,
    };
    this.#tasks.set(taskId, notes);
    return notes;
  }
}

/** An object that is printed costs at most so much, however large it is. */
const FORMAT = { colors: false, depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };

function countCut(notes: TaskNotes, lines: number, characters: number): boolean {
  notes.cut.lines += lines;
  notes.cut.characters += characters;
  notes.hasNewCut = true;
  return !notes.isCutTold;
}
