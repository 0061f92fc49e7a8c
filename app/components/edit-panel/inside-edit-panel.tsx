'use client';

import { useQuery } from '@tanstack/react-query';
import { insideStateQuery } from '@/lib/client/inside';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useSelection } from '@/lib/client/selection';
import type { InsideGraph } from '@/lib/contracts/inside';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { EditSkeleton } from './edit-skeleton';
import { EditWorkspace } from './edit-workspace';

interface InsideEditPanelProps {
  threadId: string;
  graphId: string | null;
  /** Null while it is not loaded, or is no node's. */
  graph: InsideGraph | null;
  namespace: string;
  checkpointId: string;
  step: number;
  onClose: () => void;
}

/** Edits the state of a graph inside: the graphs around it are forked with it, and go on after it. */
export function InsideEditPanel(props: InsideEditPanelProps) {
  const { threadId, graphId, graph, namespace, checkpointId, step, onClose } = props;
  const state = useQuery(insideStateQuery(threadId, { namespace, checkpointId }));
  const { select } = useSelection();
  const { follow } = useInsideSelection();
  if (state.isError) {
    return (
      <ErrorState
        title="The state could not be read for editing"
        error={state.error}
        onRetry={() => void state.refetch()}
      />
    );
  }
  if (state.data === undefined) return <EditSkeleton />;
  if (state.data === null || graph === null || graphId === null) {
    return (
      <EmptyState title="This state cannot be edited here">
        {state.data === null
          ? 'The checkpoint is not there any more.'
          : 'The graph inside is not loaded, or a task function calls it. Fork from a step of the graph around it.'}
      </EmptyState>
    );
  }
  return (
    <EditWorkspace
      key={checkpointId}
      threadId={threadId}
      state={state.data}
      namespace={namespace}
      graphId={graphId}
      graph={graph}
      step={step}
      branchId={null}
      onClose={onClose}
      onForked={(made, isRun) => {
        const { branchId, checkpointId: rootId, inside } = made;
        if (isRun || inside === null) select({ branchId, checkpointId: isRun ? null : rootId }, { history: 'push' });
        else follow(inside, { branchId, checkpointId: rootId });
        onClose();
      }}
    />
  );
}
