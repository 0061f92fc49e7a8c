import type { ReplayPolicy } from '@/lib/contracts/replay-policy';

// What was chosen for the nodes of a fork that is not run at once. Its first run takes it, and is then what the branch
// goes by; so it is kept in this browser's tab only, by branch.

const keyOf = (branchId: string) => `retrograph-unrun-policy-${branchId}`;

export function keepPolicy(branchId: string, policy: ReplayPolicy): void {
  sessionStorage.setItem(keyOf(branchId), JSON.stringify(policy));
}

/** Undefined where nothing was chosen. */
export function keptPolicy(branchId: string): ReplayPolicy | undefined {
  const text = sessionStorage.getItem(keyOf(branchId));
  // Only `keepPolicy` writes under this key; the server checks it again.
  return text === null ? undefined : (JSON.parse(text) as ReplayPolicy);
}
