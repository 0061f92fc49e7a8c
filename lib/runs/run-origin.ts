import type { ClientKey, CodeKey, GraphCode } from '@/lib/contracts/origin';
import type { GraphEntry } from '@/lib/graphs/registry';

const CLIENT: ClientKey = 'retrograph_client';
const CODE: CodeKey = 'retrograph_code';

/** Null when the client said nothing of itself. */
export function clientOf(metadata: Record<string, unknown>): string | null {
  const client = metadata[CLIENT];
  return typeof client === 'string' ? client : null;
}

export function codeOf(metadata: Record<string, unknown>): GraphCode | null {
  // Only `withCode` writes under this key.
  return (metadata[CODE] as GraphCode | undefined) ?? null;
}

/** A run's own metadata: with the code that the graph has at its start. */
export function withCode(metadata: Record<string, unknown>, { code }: GraphEntry): Record<string, unknown> {
  const { [CODE]: _, ...given } = metadata;
  return code === null ? given : { ...given, [CODE]: code };
}

/** What a run's checkpoints say of it: the run's row tells the rest once, instead of each of them again. */
export function withoutOrigin(metadata: Record<string, unknown>): Record<string, unknown> {
  const { [CLIENT]: _client, [CODE]: _code, ...rest } = metadata;
  return rest;
}

/** What an edit's checkpoint says of who made it. */
export function editMetadata(clientId: string | undefined): Record<string, unknown> | undefined {
  return clientId === undefined ? undefined : { [CLIENT]: clientId };
}
