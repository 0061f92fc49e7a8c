import type { Serializer } from '@/engine';
import type { CheckpointReader } from './checkpoint-reader';
import type { BranchPlace, PreparedStep, Step } from './step-rows';
import { prepareStep } from './step-rows';
import type { TupleReader } from './tuple-reader';
import type { UnsavedSteps } from './unsaved-steps';
import type { ChannelState, VersionState } from './version-state';

interface Sources {
  reader: TupleReader;
  checkpoints: CheckpointReader;
  /** What is handed over, but not saved yet. */
  unsaved: UnsavedSteps;
  serializer: Serializer;
  /** Settles when all that was handed over for the thread is saved or has failed. */
  settle(threadId: string): void | Promise<void>;
}

/** Makes rows of steps, from the versions and values that they go on from, whether those are saved or not. */
export class StepPreparer {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** `state`: the versions at the parent; null for a step without one. */
  prepare(step: Step, place: BranchPlace, state: VersionState | null): PreparedStep {
    const { unsaved, reader, serializer } = this.#sources;
    const { threadId, namespace } = step;
    const sealedOf = (channel: string, known: ChannelState) =>
      unsaved.value(known) ?? reader.valueAtHand(threadId, namespace, channel, known);
    return prepareStep(step, place, state && { state, sealedOf }, serializer);
  }

  /** The versions at a checkpoint, when nothing has to be read for them. */
  knownState(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    const { unsaved, reader } = this.#sources;
    return unsaved.state([threadId, namespace, checkpointId]) ?? reader.stateAtHand(threadId, namespace, checkpointId);
  }

  /** The same, read where it must be; null when there is no such checkpoint. */
  async stateAt(threadId: string, namespace: string, checkpointId: string): Promise<VersionState | null> {
    const known = this.knownState(threadId, namespace, checkpointId);
    if (known !== undefined) return known;
    const { settle, checkpoints } = this.#sources;
    await settle(threadId);
    const [found] = await checkpoints.findMany(threadId, namespace, [checkpointId], { withWrites: false });
    return found?.state ?? null;
  }
}
