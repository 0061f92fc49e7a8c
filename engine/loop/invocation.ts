import type { RunnableConfig } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver, BranchingSaver, Placement } from '../checkpoint/saver';
import type { Blueprint } from '../graph/blueprint';
import type { BaseStore } from '../store/base-store';
import type { EventSink } from '../stream/stream-mode';
import type { AbortSwitch } from './abort';
import type { LoopState } from './loop-state';
import type { Pacer } from './pacer';

export type NodeSelection = readonly string[] | '*';

/** Everything one invocation carries along. `state` and `placement` move on; the rest stays. */
export interface Invocation {
  readonly blueprint: Blueprint;
  readonly graphName: string;
  readonly config: RunnableConfig;
  readonly store: InvocationStore | null;
  /** Long-term memory, shared by all threads. */
  readonly memory: BaseStore | null;
  readonly sink: EventSink;
  readonly abort: AbortSwitch;
  readonly pacer: Pacer;
  readonly interruptBefore: NodeSelection;
  readonly interruptAfter: NodeSelection;
  readonly recursionLimit: number;
  readonly maxConcurrency: number;
  state: LoopState;
}

/** Where an invocation keeps its checkpoints. */
export interface InvocationStore {
  readonly saver: BaseCheckpointSaver;
  /** The same saver when it knows branches. */
  readonly branching: BranchingSaver | null;
  readonly threadId: string;
  placement: Placement;
  /** Writes handed to the saver and not yet known to be durable. */
  unsettled: Promise<void>[];
}

/** The config of the checkpoint that `state` is saved as. */
export function configAt(threadId: string, checkpointId: string | null): RunnableConfig {
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: '',
      ...(checkpointId !== null && { checkpoint_id: checkpointId }),
    },
  };
}
