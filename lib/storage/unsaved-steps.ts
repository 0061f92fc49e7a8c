import type { PreparedStep } from './step-rows';
import { isCompared } from './value-chain';
import type { ChannelState, VersionState } from './version-state';

/** Names a checkpoint: thread, namespace, id. */
export type StepPlace = readonly [threadId: string, namespace: string, checkpointId: string];

/** What has to be known of steps that are not saved yet, so that others can build on them meanwhile. */
export class UnsavedSteps {
  readonly #states = new Map<string, VersionState>();
  /** By the very object that stands for it in the versions: two steps that race for one place in a chain never meet. */
  readonly #values = new WeakMap<ChannelState, unknown>();
  readonly #late = new Map<string, Promise<unknown>>();

  /** The versions after a step that was handed over. */
  state(place: StepPlace): VersionState | undefined {
    return this.#states.get(keyOf(place));
  }

  /** A value that such a step gave, sealed. */
  value(state: ChannelState): unknown {
    return this.#values.get(state);
  }

  /** Holds both until they are let go. */
  hold(place: StepPlace, { state, values }: PreparedStep): void {
    this.#states.set(keyOf(place), state);
    for (const value of values.values()) if (isCompared(value.sealed)) this.#values.set(value.state, value.sealed);
  }

  letGo(place: StepPlace, { state, values }: PreparedStep): void {
    const key = keyOf(place);
    if (this.#states.get(key) === state) this.#states.delete(key);
    for (const value of values.values()) if (isCompared(value.sealed)) this.#values.delete(value.state);
  }

  /** Settles when a step was handed over that had to wait for what it builds on; nothing when none waits. */
  late(place: StepPlace): Promise<unknown> | undefined {
    return this.#late.size === 0 ? undefined : this.#late.get(keyOf(place));
  }

  /** What builds on the step is to wait until it was handed over, so that the order stays. */
  delay(place: StepPlace, handedOver: Promise<unknown>): void {
    const key = keyOf(place);
    this.#late.set(key, handedOver);
    const forget = () => {
      if (this.#late.get(key) === handedOver) this.#late.delete(key);
    };
    handedOver.then(forget, forget);
  }
}

function keyOf(place: StepPlace): string {
  return `${place[0]}\0${place[1]}\0${place[2]}`;
}
