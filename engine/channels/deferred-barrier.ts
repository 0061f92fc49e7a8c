import type { Channel } from './channel';
import { NamedBarrier } from './named-barrier';

/** A barrier before a deferred node: complete, it still waits until nothing else is left to run. */
export class DeferredBarrier extends NamedBarrier {
  private isFinished = false;

  override fresh(): Channel {
    return new DeferredBarrier(this.names);
  }

  override restore(value: unknown): void {
    const [seen, isFinished] = value as [string[], boolean];
    super.restore(seen);
    this.isFinished = isFinished;
  }

  override finish(): boolean {
    if (!super.isAvailable || this.isFinished) return false;
    this.isFinished = true;
    return true;
  }

  override consume(): boolean {
    const isConsumed = super.consume();
    if (isConsumed) this.isFinished = false;
    return isConsumed;
  }

  override get isAvailable(): boolean {
    return this.isFinished && super.isAvailable;
  }

  override save(): unknown {
    return [super.save(), this.isFinished];
  }
}
