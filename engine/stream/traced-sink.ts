import { levelsOf } from '../checkpoint/namespace';
import type { EventSink } from './stream-mode';

const CALL_NUMBER = /^\d+$/;

/** Finds the sinks of runs that are reported by callbacks, from the metadata that a graph gives what runs in its nodes. */
export class TracedSink {
  private readonly root: EventSink;
  /** Levels of the task in which the streamed graph itself was called; unknown until its run is reported, the first one. */
  private outerLevels: number | null = null;

  constructor(root: EventSink) {
    this.root = root;
  }

  /** To be told of the start of every run. */
  noteStart(metadata: Record<string, unknown> | undefined): void {
    this.outerLevels ??= levelsIn(metadata).length;
  }

  /** The sink of the graph in which it runs: its task's namespace without the task's own level. */
  of(metadata: Record<string, unknown>): EventSink {
    const levels = levelsIn(metadata).slice(this.outerLevels ?? 0, -1);
    if (this.outerLevels && CALL_NUMBER.test(levels[0] ?? '')) levels.shift();
    return levels.reduce((sink, level) => sink.nested(level), this.root);
  }
}

function levelsIn(metadata: Record<string, unknown> = {}): string[] {
  const namespace = metadata.langgraph_checkpoint_ns ?? metadata.checkpoint_ns;
  return typeof namespace === 'string' ? levelsOf(namespace) : [];
}
