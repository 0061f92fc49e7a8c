'use client';

import { BESIDE, OTHER_END, useCompareChoice } from '@/lib/client/compare';
import { useStateView } from '@/lib/client/state-view';
import type { Comparison } from '@/lib/contracts/compare';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import type { OtherLine } from './use-compared';
import { firstParting } from './use-parting';

interface CompareActs {
  /** Null where the lines do not part. */
  goToParting: (() => void) | null;
  /** Shows the last step of this line against that of the other one. */
  goToEnds: () => void;
  /** Shows the other branch, compared with this one; null for one of another thread. */
  swap: (() => void) | null;
}

/** What can be done with two lines. Back undoes each. */
export function useCompareActs(line: OtherLine, comparison: Comparison | undefined): CompareActs {
  const { branchId, shownPath } = useDebugger();
  const { select } = useDebuggerActions();
  const { compareWith } = useCompareChoice();
  const { compareDiff } = useStateView();
  const goTo = (checkpointId: string | undefined) => {
    if (checkpointId !== undefined && branchId !== null) select({ checkpointId, branchId }, { isJump: true });
  };
  const parting = comparison ? firstParting(comparison) : null;
  return {
    goToParting:
      parting === null
        ? null
        : () => {
            // Where only the other line goes on, this one has ended.
            goTo(parting.here?.checkpointId ?? shownPath.at(-1));
            compareDiff(BESIDE);
          },
    goToEnds: () => {
      goTo(shownPath.at(-1));
      compareDiff(OTHER_END);
    },
    swap: line.isSameThread
      ? () => {
          const tipId = line.path.at(-1);
          if (tipId === undefined) return;
          select({ checkpointId: tipId, branchId: line.branch.branchId }, { isJump: true });
          compareWith({ threadId: null, branchId });
        }
      : null,
  };
}
