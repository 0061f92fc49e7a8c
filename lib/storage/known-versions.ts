import { Lru } from './lru';
import type { VersionState } from './version-state';

const MAX_STATES = 500;

export interface KnownCheckpoint {
  checkpointId: string;
  state: VersionState;
}

/** The versions of checkpoints that were read or saved lately, which never change. */
export class KnownVersions {
  readonly #states = new Lru<VersionState>(MAX_STATES);
  readonly #latest = new Lru<string>(MAX_STATES);

  at(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    return this.#states.get(checkpointKey(threadId, namespace, checkpointId));
  }

  /** What was remembered last of a thread: most often that is its tip. */
  latest(threadId: string, namespace: string): KnownCheckpoint | undefined {
    const checkpointId = this.#latest.get(threadKey(threadId, namespace));
    const state = checkpointId === undefined ? undefined : this.at(threadId, namespace, checkpointId);
    return checkpointId === undefined || state === undefined ? undefined : { checkpointId, state };
  }

  remember(threadId: string, namespace: string, checkpointId: string, state: VersionState): void {
    this.#states.set(checkpointKey(threadId, namespace, checkpointId), state);
    this.#latest.set(threadKey(threadId, namespace), checkpointId);
  }

  /** Of a page: more than can be remembered would only drive out what others need. */
  rememberAll(page: readonly { threadId: string; namespace: string; id: string; state: VersionState }[]): void {
    if (page.length > MAX_STATES) return;
    for (const { threadId, namespace, id, state } of page)
      this.#states.set(checkpointKey(threadId, namespace, id), state);
  }

  forget(threadId: string): void {
    this.#states.deletePrefix(`${threadId}\0`);
    this.#latest.deletePrefix(`${threadId}\0`);
  }
}

/** What a checkpoint goes by among those of all threads. */
export function checkpointKey(threadId: string, namespace: string, checkpointId: string): string {
  return `${threadId}\0${namespace}\0${checkpointId}`;
}

function threadKey(threadId: string, namespace: string): string {
  return `${threadId}\0${namespace}`;
}
