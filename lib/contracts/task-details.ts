import type { ConsoleCut, ConsoleLine } from './console';
import type { TimelineTask } from './debugger';

/** What a model reported of the messages that a task wrote. */
export interface TokenUsage {
  input: number;
  output: number;
  total: number;
  /** Messages that told. */
  messages: number;
  models: string[];
}

export interface TaskQuestion {
  id: string;
  /** Null: an earlier question of the task, of which only the answer is kept. */
  asked: { value: unknown } | null;
  /** `inside`: it was a subgraph's, which keeps the answer. */
  answer: { value: unknown } | 'inside' | null;
}

/** One task: of those that made a checkpoint, or of those that are pending there. Values may have parts. */
export interface TaskDetails {
  id: string;
  node: string;
  isPending: boolean;
  status: TimelineTask['status'];
  /** Null where no record tells: of a task that is pending. */
  startMs: number | null;
  durationMs: number | null;
  attempts: number | null;
  reused?: boolean;
  cached?: boolean;
  handled?: boolean;
  /** The node did not run: what it wrote on the original branch, or a value typed in, stands in its place. */
  answered?: 'reused' | 'mocked';
  /** A Send's argument; `state`: it was given the state at that checkpoint; null: not recorded, as of a call's arguments. */
  input: { kind: 'sent'; value: unknown } | { kind: 'state'; checkpointId: string } | null;
  /** Null until it is done. */
  writes: Record<string, unknown> | null;
  error: { name: string; message: string; stack?: string } | null;
  questions: TaskQuestion[];
  usage: TokenUsage | null;
  console: ConsoleLine[];
  consoleCut: ConsoleCut | null;
}

/** `GET /api/debugger/threads/:id/tasks/:checkpointId?from=&limit=` — first the tasks that made the checkpoint, then those pending there. */
export interface StepTasks {
  checkpointId: string;
  parentId: string | null;
  tasks: TaskDetails[];
  from: number;
  total: number;
  /** False when no run of this server made the step: what its nodes print is not recorded. */
  hasConsole: boolean;
}
