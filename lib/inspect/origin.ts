/** The client that a page is: one id for the browser, one for the tab. Written as `browser.tab`. */
export interface OwnClient {
  clientId: string;
  /** When the page was opened: what this browser did before needs no word. */
  openedMs: number;
}

export type Origin = 'own' | 'tab' | 'client';

/**
 * Who made something, as seen by a page: itself, another tab of its browser while the page is open, or another client:
 * an SDK, curl, somebody else's browser.
 */
export function originOf(made: { clientId: string | null; createdAt: number }, own: OwnClient): Origin {
  if (made.clientId === own.clientId) return 'own';
  if (made.clientId === null || browserOf(made.clientId) !== browserOf(own.clientId)) return 'client';
  return made.createdAt >= own.openedMs ? 'tab' : 'own';
}

function browserOf(clientId: string): string {
  return clientId.split('.')[0] as string;
}
