import { v5 } from 'uuid';

const NAMESPACE = '6ba7b821-9dad-11d1-80b4-00c04fd430c8';

/** The protocol's id of a graph's own assistant: the same on every server. */
export function assistantIdOf(graphId: string): string {
  return v5(graphId, NAMESPACE);
}
