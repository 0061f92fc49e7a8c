import type { RunSummary } from '@/lib/contracts/debugger';

/** What happened and why, or what can be done; null for a run that did not fail. */
export function failureText({ error, branchId, recursionLimit }: RunSummary): { what: string; why: string } | null {
  if (error === null) return null;
  if (error.name === 'GraphRecursionError') {
    const limit = recursionLimit === undefined ? 'its recursion limit' : `its recursion limit of ${recursionLimit}`;
    return {
      what: `The run stopped after as many steps as ${limit} allows, before the graph ended.`,
      why: 'All of them are saved. Continue runs on for as many again.',
    };
  }
  return {
    what: branchId === null ? 'The run failed before its first step.' : 'The run failed outside of its nodes.',
    why: error.message,
  };
}
