import { z } from 'zod';
import type { CheckpointState } from './debugger';
import { storableText, threadId } from './protocol';

/**
 * Values too large to travel whole. What is left out is said in its place, with the address under which it can be read:
 * `{ "$type": "…", "value": Part }`. No class has such a name.
 */

/**
 * Where a value stands: in the state at a checkpoint, or in what a task pending there wrote or was given. `raw` is the whole
 * checkpoint as the text of its JSON.
 */
export const partAddress = z.object({
  /** Of a thread that another one is compared with; absent for the thread that one looks at. */
  threadId: threadId.optional(),
  /** Of a graph inside; absent for the root's. */
  namespace: storableText.optional(),
  checkpointId: z.string(),
  /** Absent for the state. */
  taskId: z.string().optional(),
  field: z.enum(['values', 'writes', 'input', 'raw']),
  path: z.array(z.union([z.string(), z.int().min(0)])).max(200),
});
export type PartAddress = z.infer<typeof partAddress>;

export interface Part {
  kind: 'text' | 'list' | 'object';
  /** Characters, items or keys. */
  count: number;
  /** As JSON. */
  bytes: number;
  /** Of a text, its beginning. */
  head: string;
  address: PartAddress;
}

/** `POST /api/debugger/threads/:id/parts` `{ address, from }`: from this character, item or key on, as much as travels at once. */
export type PartPage =
  | { kind: 'text'; from: number; text: string; count: number; next: number | null }
  | {
      kind: 'list' | 'object';
      from: number;
      /** Values may have parts again. */
      entries: { key: string | number; value: unknown }[];
      count: number;
      next: number | null;
    };

/**
 * `POST /api/debugger/threads/:id/folded-states` `{ checkpointIds }` → `{ states: FoldedState[] }`, in the order asked for.
 * Of a large state, as much as a page can take: values and tasks' results have parts. `GET …/opening-states` answers so with
 * the one or two that a page of the thread shows first.
 */
export interface FoldedState extends CheckpointState {
  /** Of all values, as JSON. */
  bytes: number;
  isWhole: boolean;
}
