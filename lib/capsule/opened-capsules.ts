import { v7 } from 'uuid';
import type { OpenedCapsule } from '@/lib/contracts/capsule';
import type { GraphEntry, GraphRegistry } from '@/lib/graphs/registry';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { AppError } from '@/lib/runs/app-error';
import { openStore } from '@/lib/storage/open-store';
import type { Store } from '@/lib/storage/store';
import { type CapsuleFile, stageCapsule } from './import-capsule';
import { CAPSULE_LIMITS, type CapsuleLimits } from './limits';
import type { StagedThread } from './staged-thread';

/** Each holds a file in the temporary folder; the one that was not looked at for longest is let go. */
const MAX_OPENED = 8;
/** A request that is under way may still read from one that was let go. */
const CLOSING_MS = 30_000;

const ID_PREFIX = 'capsule-';
const OPENED_ID = /^capsule-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A capsule that can be read like a thread of the database. */
export interface ReadableCapsule {
  info: OpenedCapsule;
  store: Store;
  /** The graphs that are served, over its states. */
  graphs: GraphRegistry;
}

interface Held extends ReadableCapsule {
  staged: StagedThread;
}

/** Capsules that were opened without importing them: each in a file of its own, until the server ends. */
export class OpenedCapsules {
  readonly #graphs: GraphRegistry;
  /** The one that was looked at last stands last. */
  readonly #held = new Map<string, Held>();
  readonly #closing = new Map<Held, NodeJS.Timeout>();

  constructor(graphs: GraphRegistry) {
    this.#graphs = graphs;
  }

  /** @throws AppError CAPSULE_REFUSED, TOO_LARGE */
  async open(
    file: CapsuleFile,
    fileName: string | null,
    limits: CapsuleLimits = CAPSULE_LIMITS,
  ): Promise<{ info: OpenedCapsule; checkpoints: number }> {
    const threadId = `${ID_PREFIX}${v7()}`;
    const { staged, header, counts } = await stageCapsule(file, limits, () => threadId);
    const store = await openStore(staged.database.path);
    const { threadId: originalId, exportedAt, redacted, leftOut } = header;
    const info = { threadId, originalId, fileName, exportedAt, redacted, leftOut };
    this.#held.set(threadId, { info, store, graphs: graphsOver(this.#graphs, store), staged });
    for (const [id, oldest] of this.#held) {
      if (this.#held.size <= MAX_OPENED) break;
      this.#held.delete(id);
      this.#closing.set(oldest, setTimeout(() => void this.#close(oldest), CLOSING_MS).unref());
    }
    return { info, checkpoints: counts.checkpoint };
  }

  /** Null for a thread of the database. @throws AppError THREAD_NOT_FOUND for a capsule that is not open any more */
  find(threadId: string): ReadableCapsule | null {
    if (!OPENED_ID.test(threadId)) return null;
    const held = this.#held.get(threadId);
    if (held === undefined) {
      throw new AppError(
        'THREAD_NOT_FOUND',
        `The capsule "${threadId}" is not open any more: the server was started again, or ${MAX_OPENED} others were opened since. Open its file again.`,
      );
    }
    this.#held.delete(threadId);
    this.#held.set(threadId, held);
    return held;
  }

  async close(): Promise<void> {
    for (const timer of this.#closing.values()) clearTimeout(timer);
    const all = [...this.#held.values(), ...this.#closing.keys()];
    this.#held.clear();
    await Promise.all(all.map((held) => this.#close(held)));
  }

  async #close(held: Held): Promise<void> {
    this.#closing.delete(held);
    await held.store.close();
    await held.staged.remove();
  }
}

/** A served graph reads states through its checkpointer: here one that is like it reads those of the capsule. */
function graphsOver(registry: GraphRegistry, { saver }: Store): GraphRegistry {
  const over = (entry: GraphEntry): GraphEntry =>
    entry.graph === null
      ? entry
      : { ...entry, graph: Object.create(entry.graph, { checkpointer: { value: saver } }) as ServedGraph };
  return {
    ...registry,
    list: () => registry.list().map(over),
    get(id) {
      const entry = registry.get(id);
      return entry && over(entry);
    },
  };
}
