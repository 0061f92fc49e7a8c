import { Channel } from './channel';

/** Wakes a deferred node: once written it waits until nothing else is left to run. LangGraph.js calls it LastValueAfterFinish. */
export class DeferredTrigger extends Channel {
  private isWritten = false;
  private isFinished = false;

  override fresh(): Channel {
    return new DeferredTrigger();
  }

  override restore(isFinished: unknown): void {
    this.isWritten = true;
    this.isFinished = isFinished === true;
  }

  override update(): boolean {
    this.isWritten = true;
    this.isFinished = false;
    return true;
  }

  override finish(): boolean {
    if (!this.isWritten || this.isFinished) return false;
    this.isFinished = true;
    return true;
  }

  override consume(): boolean {
    if (!this.isAvailable) return false;
    this.isWritten = false;
    this.isFinished = false;
    return true;
  }

  override get isAvailable(): boolean {
    return this.isWritten && this.isFinished;
  }

  override read(): unknown {
    return undefined;
  }

  override get isSaved(): boolean {
    return this.isWritten;
  }

  override save(): unknown {
    return this.isFinished;
  }
}
