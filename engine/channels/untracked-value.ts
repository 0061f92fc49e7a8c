import { plainWrite } from '../control/overwrite';
import { InvalidUpdateError } from '../errors';
import { Channel } from './channel';

/** A value that is never persisted and never copied: clients, sockets, caches. Lost when a run ends. */
export class UntrackedValue extends Channel {
  private value: unknown;
  private isFilled = false;
  private readonly isGuarded: boolean;

  constructor(isGuarded = true) {
    super();
    this.isGuarded = isGuarded;
  }

  override fresh(): Channel {
    return new UntrackedValue(this.isGuarded);
  }

  override restore(): void {}

  override update(writes: readonly unknown[], name: string): boolean {
    if (this.isGuarded && writes.length > 1) {
      throw new InvalidUpdateError(
        'INVALID_CONCURRENT_GRAPH_UPDATE',
        `Untracked channel "${name}" takes one write a step and got ${writes.length}; let one node write it.`,
      );
    }
    this.value = plainWrite(writes[writes.length - 1]);
    this.isFilled = true;
    return true;
  }

  override get isTracked(): boolean {
    return false;
  }

  override get isAvailable(): boolean {
    return this.isFilled;
  }

  override read(): unknown {
    return this.value;
  }
}
