import type { ClientKey } from '@/lib/contracts/origin';
import type { OwnClient } from '@/lib/inspect/origin';

/** Under this key a run's metadata, and an edit's, name the client that asked for it. */
export const CLIENT_KEY: ClientKey = 'retrograph_client';

const openedMs = Date.now();
let known: string | undefined;

/** This page: an id that its browser keeps, and one that its tab keeps. In the browser only. */
export function ownClient(): OwnClient {
  known ??= `${keptId(() => localStorage, 'retrograph-browser')}.${keptId(() => sessionStorage, 'retrograph-tab')}`;
  return { clientId: known, openedMs };
}

/** Where a browser keeps nothing for us, the page is a client of its own. */
function keptId(storage: () => Storage, name: string): string {
  try {
    const kept = storage().getItem(name);
    if (kept !== null) return kept;
    const made = newId();
    storage().setItem(name, made);
    return made;
  } catch {
    return newId();
  }
}

/** `crypto.randomUUID` is only there where the connection is secure. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
