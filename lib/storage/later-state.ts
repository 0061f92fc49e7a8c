import type { VersionChange, VersionState } from './version-state';
import { merged, withChange } from './version-state';

/**
 * The state after a change, as `withChange` gives it, but put together when somebody asks for its channels: of most steps nobody
 * does, since the next one only says what it changed itself. `before` is not changed.
 */
export function laterState(before: VersionState | null, change: VersionChange, checkpointId: string): VersionState {
  if (before === null || change.isFull) return withChange(before, change, checkpointId);
  return new LaterState(before, change);
}

class LaterState implements VersionState {
  readonly baseId: string;
  readonly distance: number;
  /** What it is made of, until it is made. */
  #parts: { before: VersionState; change: VersionChange } | null;
  #made: Pick<VersionState, 'channels' | 'seen'> | null = null;

  constructor(before: VersionState, change: VersionChange) {
    this.baseId = before.baseId;
    this.distance = before.distance + 1;
    this.#parts = { before, change };
  }

  get channels(): VersionState['channels'] {
    return this.#whole().channels;
  }

  get seen(): VersionState['seen'] {
    return this.#whole().seen;
  }

  #whole(): Pick<VersionState, 'channels' | 'seen'> {
    this.#made ??= this.#make();
    this.#parts = null;
    return this.#made;
  }

  /** Back to a state that is made, at most to the base, and from there on in one copy. */
  #make(): Pick<VersionState, 'channels' | 'seen'> {
    const changes: VersionChange[] = [];
    let state: VersionState = this;
    while (state instanceof LaterState && state.#parts !== null) {
      changes.push(state.#parts.change);
      state = state.#parts.before;
    }
    return merged(state, changes.reverse());
  }
}
