'use client';

import { useQuery } from '@tanstack/react-query';
import { NodeChoices } from '@/app/components/replay-policy/node-choices';
import { usePolicyDraft } from '@/app/components/replay-policy/use-policy-draft';
import { Button } from '@/app/components/ui/button';
import { graphQuery } from '@/lib/client/graphs';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import { breakpointText } from '@/lib/inspect/breakpoint-list';
import { describeChoices } from '@/lib/inspect/replay-choices';
import { planReplay } from '@/lib/inspect/replay-plan';
import { useDebugger, useSelected } from '../debugger-model';
import { RunNotice } from './run-notice';
import type { Pace } from './use-run-acts';

interface ReplayNoticeProps {
  pace: Pace;
  /** The nodes that the step leads to. */
  next: readonly string[];
  onConfirm: (policy: ReplayPolicy | undefined) => void;
  onClose: () => void;
}

/** Before a replay: which nodes really run again and which need not, how far, and that the original stays. */
export function ReplayNotice({ pace, next, onConfirm, onClose }: ReplayNoticeProps) {
  const { graph, timeline } = useDebugger();
  const { selection } = useSelected();
  const { data: card } = useQuery(graphQuery(timeline.thread.graphId));
  const draft = usePolicyDraft(card?.stateSchema);
  const plan = planReplay(graph, next);
  const nodes = [...new Set([...plan.next, ...plan.after])];
  const policy = draft.policyOf(nodes, selection?.branchId ?? null);
  const problem = draft.problem(nodes);
  return (
    <RunNotice onClose={onClose}>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p>
          <strong className="font-medium">{describeChoices(plan, policy)}</strong>{' '}
          <span className="text-fg-2">{untilText(pace)}It becomes a new branch; the original stays as it is.</span>
        </p>
        <NodeChoices nodes={nodes} graph={graph} draft={draft} />
      </div>
      <Button
        tone="now"
        disabled={problem !== null}
        title={problem ?? undefined}
        onClick={() => onConfirm(policy)}
        autoFocus
      >
        {pace.kind === 'step' ? 'Step now' : 'Replay now'}
      </Button>
    </RunNotice>
  );
}

function untilText(pace: Pace): string {
  if (pace.kind === 'step') return 'Only one step is run. ';
  return pace.kind === 'to' ? `It stops ${breakpointText(pace.until)}. ` : '';
}
