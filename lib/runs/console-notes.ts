import { formatWithOptions } from 'node:util';
import type { RunningTask } from '@/engine';
import type { ConsoleCut, ConsoleLevel, ConsoleLine, ConsolePart } from '@/lib/contracts/console';

/** What one task of the root graph keeps from its beginning on; behind that, its last lines. What is between is counted. */
export const CONSOLE_LIMITS = { lines: 200, characters: 64 * 1024, lastLines: 40, lastLineCharacters: 2000 } as const;

interface TaskNotes {
  step: number;
  part: ConsolePart;
  writtenLines: number;
  keptLines: number;
  keptCharacters: number;
  last: ConsoleLine[];
  cut: ConsoleCut;
  isCutTold: boolean;
}

/** What the tasks of one run write, gathered until it is taken away. */
export class ConsoleNotes {
  readonly #tasks = new Map<string, TaskNotes>();

  /** Answers whether there is something new to take. */
  add({ innermost, outermost }: RunningTask, level: ConsoleLevel, values: unknown[], atMs: number): boolean {
    const notes = this.#notesOf(outermost);
    const isFull = notes.keptLines >= CONSOLE_LIMITS.lines || notes.keptCharacters >= CONSOLE_LIMITS.characters;
    const room = isFull ? CONSOLE_LIMITS.lastLineCharacters : CONSOLE_LIMITS.characters - notes.keptCharacters;
    const whole = formatWithOptions(FORMAT, ...(level === 'dir' ? values.slice(0, 1) : values));
    const text = whole.slice(0, room);
    notes.cut.characters += whole.length - text.length;
    const line: ConsoleLine = { number: notes.writtenLines++, atMs, level, attempt: outermost.attempt, text };
    if (innermost.taskId !== outermost.taskId) line.inner = innermost.node;
    if (isFull) return addLast(notes, line);
    notes.part.lines.push(line);
    notes.keptLines += 1;
    notes.keptCharacters += text.length;
    return true;
  }

  /**
   * Its last lines, if it wrote too much, can be taken now. What it writes afterwards, as a callback may, counts on.
   * Answers whether there is something new to take.
   */
  endTask(taskId: string): boolean {
    const notes = this.#tasks.get(taskId);
    return notes !== undefined && addLastLines(notes);
  }

  endAll(): void {
    for (const notes of this.#tasks.values()) addLastLines(notes);
  }

  /** What is new of each task, with the step that it belongs to. */
  take(): { step: number; part: ConsolePart }[] {
    const taken: { step: number; part: ConsolePart }[] = [];
    for (const notes of this.#tasks.values()) {
      const isCut = notes.cut.lines > 0 || notes.cut.characters > 0;
      if (notes.part.lines.length === 0 && (!isCut || notes.isCutTold)) continue;
      const cut = isCut ? { ...notes.cut, after: notes.keptLines } : null;
      taken.push({ step: notes.step, part: { ...notes.part, cut } });
      notes.part = { ...notes.part, lines: [] };
      notes.isCutTold = isCut;
    }
    return taken;
  }

  #notesOf({ taskId, checkpointId, step }: RunningTask['outermost']): TaskNotes {
    const known = this.#tasks.get(taskId);
    if (known) return known;
    const notes: TaskNotes = {
      step,
      part: { taskId, checkpointId, lines: [], cut: null },
      writtenLines: 0,
      keptLines: 0,
      keptCharacters: 0,
      last: [],
      cut: { after: 0, lines: 0, characters: 0 },
      isCutTold: false,
    };
    this.#tasks.set(taskId, notes);
    return notes;
  }
}

function addLastLines(notes: TaskNotes): boolean {
  if (notes.last.length === 0) return false;
  notes.part.lines.push(...notes.last);
  notes.last = [];
  return true;
}

/** Answers whether it is the first line that is told to be missing. */
function addLast(notes: TaskNotes, line: ConsoleLine): boolean {
  notes.last.push(line);
  if (notes.last.length <= CONSOLE_LIMITS.lastLines) return false;
  notes.last.shift();
  notes.cut.lines += 1;
  return !notes.isCutTold;
}

/** An object that is printed costs at most so much, however large it is. */
const FORMAT = { colors: false, depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };
