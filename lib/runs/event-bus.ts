import type { ConsolePart } from '@/lib/contracts/console';
import type { GraphEvent } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';

/** What happens in this server, for whoever draws it live. */
export type ServerEvent =
  | { type: 'run'; run: RunRecord }
  | { type: 'graph-event'; run: RunRecord; event: GraphEvent }
  /** What nodes wrote to the console. */
  | { type: 'console'; threadId: string; parts: ConsolePart[] }
  /** An edit or a fork by a person: one checkpoint, on `branchId`, after `parentId`. */
  | { type: 'edit'; threadId: string; branchId: string; parentId: string | null }
  /** Created, renamed, another head, other metadata. */
  | { type: 'thread'; threadId: string }
  | { type: 'thread-deleted'; threadId: string }
  /** A person wrote a note, or removed one. */
  | { type: 'thread-noted'; threadId: string }
  /** Checkpoints were removed. */
  | { type: 'thread-pruned'; threadId: string }
  | { type: 'foreign-change'; threadIds: string[] }
  | { type: 'graphs' };

export interface EventBus {
  publish(event: ServerEvent): void;
  /** Returns the unsubscriber. */
  subscribe(listener: (event: ServerEvent) => void): () => void;
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: ServerEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
