'use client';

import { useQuery } from '@tanstack/react-query';
import { NodeChoiceRow } from '@/app/components/replay-policy/node-choice-row';
import { usePolicyDraft } from '@/app/components/replay-policy/use-policy-draft';
import { Button } from '@/app/components/ui/button';
import { graphQuery } from '@/lib/client/graphs';
import type { ReplayHold, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { type Doing, policyAfterHold } from '@/lib/inspect/replay-choices';
import { useDebugger } from '../debugger-model';
import { RunNotice } from './run-notice';

const WAYS: readonly Doing[] = ['execute', 'mock'];

interface HoldNoticeProps {
  hold: ReplayHold;
  policy: ReplayPolicy;
  onConfirm: (policy: ReplayPolicy) => void;
  onClose: () => void;
}

/** Before a run goes on for which nothing recorded is left: whether the node runs, or what stands in for it. */
export function HoldNotice({ hold, policy, onConfirm, onClose }: HoldNoticeProps) {
  const { graph, timeline } = useDebugger();
  const { data: card } = useQuery(graphQuery(timeline.thread.graphId));
  const draft = usePolicyDraft(card?.stateSchema);
  const problem = draft.problem([hold.node]);
  return (
    <RunNotice onClose={onClose}>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p>
          <strong className="font-medium">{hold.message}</strong>{' '}
          <span className="text-fg-2">What is recorded is reused; this says what happens without.</span>
        </p>
        <ul>
          <NodeChoiceRow node={hold.node} graph={graph} doings={WAYS} draft={draft} />
        </ul>
      </div>
      <Button
        tone="now"
        disabled={problem !== null}
        title={problem ?? undefined}
        onClick={() => onConfirm(policyAfterHold(policy, hold.node, draft.nodeChoice(hold.node)))}
        autoFocus
      >
        Go on
      </Button>
    </RunNotice>
  );
}
