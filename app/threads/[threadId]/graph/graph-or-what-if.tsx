'use client';

import dynamic from 'next/dynamic';
import { useExperimentPane } from '@/lib/client/experiments';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { useRevealPane } from '../use-panes';
import { GraphPane } from './graph-pane';
import { GraphSkeleton } from './graph-skeleton';

/** Loads when it is first opened. */
const ExperimentPane = dynamic(
  () => import('@/app/components/experiment/experiment-pane').then((module) => module.ExperimentPane),
  { loading: GraphSkeleton },
);

/** The key works while the graph is hidden, too. */
export function useWhatIfKey(): void {
  const { timeline } = useDebugger();
  const { latest } = useDebuggerActions();
  const [shown, show] = useExperimentPane();
  const reveal = useRevealPane('graph');
  const open = () => {
    const checkpointId = latest().selection?.checkpointId;
    if (checkpointId === undefined) return false;
    reveal();
    void show(shown === null ? checkpointId : null);
  };
  useKeys({ 'experiment.open': timeline.thread.capsule === undefined ? open : undefined });
}

/** What is tried stands in the graph's place, so that the state and the timeline stay beside it. */
export function GraphOrWhatIf() {
  const { threadId, timeline, history, branchId } = useDebugger();
  const { select, follow } = useDebuggerActions();
  const [checkpointId, show] = useExperimentPane();
  const { place } = useInsideSelection();
  if (checkpointId === null || timeline.thread.capsule !== undefined) return <GraphPane />;
  return (
    <div className="h-full overflow-auto bg-canvas p-2">
      <ExperimentPane
        key={checkpointId}
        threadId={threadId}
        checkpointId={checkpointId}
        graphId={timeline.thread.graphId}
        isInside={place !== null}
        shownBranchId={branchId}
        step={history.byId.get(checkpointId)?.step ?? null}
        onSelect={(selection) => select(selection, { isJump: true })}
        onDelete={(branchIds) => branchId !== null && branchIds.includes(branchId) && follow(null)}
        onClose={() => void show(null)}
      />
    </div>
  );
}
