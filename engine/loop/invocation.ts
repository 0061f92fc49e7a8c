import type { Trace } from '../callbacks/trace';
import type { Placement } from '../checkpoint/branching';
import type { BaseCache } from '../checkpoint/cache';
import type { CallMetadata, PendingWrite, RunnableConfig, TaskRecord } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver, BranchingSaver } from '../checkpoint/saver';
import { isBranchingSaver } from '../checkpoint/saver';
import type { RunControl } from '../control/run-control';
import type { Blueprint } from '../graph/blueprint';
import type { BaseStore } from '../store/base-store';
import type { EventSink } from '../stream/stream-mode';
import type { AbortSwitch } from './abort';
import type { AnswerRule } from './answer';
import type { Clock } from './clock';
import type { OpenDescents } from './entry/descent';
import type { Persistence } from './entry/nested-entry';
import type { HoldRule } from './hold';
import type { LoopState } from './loop-state';
import type { Pacer } from './pacer';
import { SaveAccount } from './save-account';
import type { TaskFrame } from './task/task-frame';

export type NodeSelection = readonly string[] | '*';

/** Everything one invocation carries along. `state` and `placement` move on, the entry sets `answers` and `descents`; the rest stays. */
export interface Invocation {
  readonly blueprint: Blueprint;
  readonly graphName: string;
  readonly config: RunnableConfig;
  readonly store: InvocationStore | null;
  /** Long-term memory, shared by all threads. */
  readonly memory: BaseStore | null;
  readonly sink: EventSink;
  /** The run as callbacks know it; null when nobody listens. */
  readonly trace: Trace | null;
  readonly abort: AbortSwitch;
  readonly pacer: Pacer;
  readonly durability: Durability;
  /** False when the graph has milestones and the caller did not ask for every step: then only they are saved. */
  readonly savesAll: boolean;
  readonly interruptBefore: NodeSelection;
  readonly interruptAfter: NodeSelection;
  /** Asked between two steps whether to stop there, of the graphs inside too; null for never. */
  readonly holdWhen: HoldRule | null;
  /** Asked before a node runs whether something stands in for it, of the graphs inside too; null for never. */
  readonly answerFor: AnswerRule | null;
  readonly recursionLimit: number;
  readonly maxConcurrency: number;
  /** The task that called this graph; null for a root graph. */
  readonly host: TaskFrame | null;
  /** What becomes of its checkpoints inside of another graph. */
  readonly persistence: Persistence;
  /** Where it is called, without what changes from run to run: see `place.ts`. */
  readonly place: string;
  /** Checkpoints of the enclosing graphs that this run belongs to, by namespace. */
  readonly parents: Readonly<Record<string, string>>;
  /** What its checkpoints tell besides of the call that this run is; null for nothing. */
  readonly callMetadata: CallMetadata | null;
  /** What a resume answers, by interrupt id: subgraphs find theirs here. Null when nothing is answered. */
  answers: ReadonlyMap<string, unknown> | null;
  /** Where subgraph calls go on, instead of beginning, while the run stands on a copy that says so. */
  descents: OpenDescents | null;
  readonly clock: Clock;
  /** Results of nodes that have a cachePolicy. */
  readonly cache: BaseCache | null;
  /** Milliseconds that a step may take; null for as long as it likes. */
  readonly stepTimeout: number | null;
  /** Made when a node first asks for it. */
  control: RunControl | null;
  state: LoopState;
}

/** Where an invocation keeps its checkpoints. */
export interface InvocationStore {
  readonly saver: BaseCheckpointSaver;
  /** The same saver when it knows branches. */
  readonly branching: BranchingSaver | null;
  readonly threadId: string;
  readonly namespace: string;
  placement: Placement;
  readonly progress: SaveProgress;
}

/** What of a run is saved, on its way, or kept back. */
export interface SaveProgress {
  /** The last checkpoint that was handed to the saver: the parent of the next. */
  savedId: string | null;
  /** What was handed to the saver and is not known to be durable. */
  readonly account: SaveAccount;
  /** Runs of graphs inside that are not over: what they save belongs to the step that is running. */
  inside: Set<Promise<unknown>>;
  /** The state as it stands, while it is not to be saved (`exit`, and between milestones). */
  held: HeldStep | null;
  /** How the tasks of all steps that were kept back since the last save went; grows with each until the next. */
  heldTasks: TaskRecord[];
  /** All checkpoint ids that were kept back. */
  heldIds: Set<string>;
}

/** A step that is saved only when the run ends here. */
export interface HeldStep {
  /** Hands it to the saver. */
  save: () => void | Promise<void>;
  /** What its own tasks have to be remembered by, once it is saved. */
  writes: { taskId: string; writes: PendingWrite[] }[];
}

/** How soon a step is durable: before the next one begins, while it runs, or when the run ends. */
export type Durability = 'sync' | 'async' | 'exit';

export function newStore(
  saver: BaseCheckpointSaver,
  place: { threadId: string; namespace: string },
  placement: Placement,
  savedId: string | null,
): InvocationStore {
  const branching = isBranchingSaver(saver) ? saver : null;
  const progress: SaveProgress = {
    savedId,
    account: new SaveAccount(),
    inside: new Set(),
    held: null,
    heldTasks: [],
    heldIds: new Set(),
  };
  return { saver, branching, ...place, placement, progress };
}

/** The config of a checkpoint in a thread's namespace. */
export function configAt(
  { threadId, namespace }: Pick<InvocationStore, 'threadId' | 'namespace'>,
  checkpointId: string | null,
): RunnableConfig {
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: namespace,
      ...(checkpointId !== null && { checkpoint_id: checkpointId }),
    },
  };
}
