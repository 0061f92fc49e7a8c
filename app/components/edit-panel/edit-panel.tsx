'use client';

import { useQuery } from '@tanstack/react-query';
import { graphQuery } from '@/lib/client/graphs';
import { useSelection } from '@/lib/client/selection';
import { stateQuery } from '@/lib/client/states';
import { timelineQuery } from '@/lib/client/timeline';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { EditSkeleton } from './edit-skeleton';
import { EditWorkspace } from './edit-workspace';

interface EditPanelProps {
  threadId: string;
  checkpointId: string;
  /** The branch that is edited: what it recorded can be reused. */
  branchId: string | null;
  /** Called when the edit was discarded or became a branch. */
  onClose: () => void;
}

/**
 * Edits the state at a checkpoint into a branch of its own, and shows beforehand what that will do.
 * What is typed is kept for each checkpoint: scrubbing away and back, or closing the panel, loses nothing.
 */
export function EditPanel({ threadId, checkpointId, branchId, onClose }: EditPanelProps) {
  const state = useQuery(stateQuery(threadId, checkpointId));
  const timeline = useQuery(timelineQuery(threadId));
  const graphId = timeline.data?.thread.graphId ?? null;
  const graph = useQuery(graphQuery(graphId));
  const { select } = useSelection();

  const failed = [state, timeline, graph].find((query) => query.isError);
  if (failed) {
    return (
      <ErrorState
        title="The state could not be read for editing"
        error={failed.error}
        onRetry={() => failed.refetch()}
      />
    );
  }
  if (state.data === undefined || timeline.data === undefined || graph.isPending) return <EditSkeleton />;
  if (graph.data?.graph === undefined || graphId === null) {
    return (
      <EmptyState title="This state cannot be edited here">
        {graphId === null
          ? 'The thread does not say which graph it belongs to.'
          : `The graph “${graphId}” is not loaded. Name it in the configuration file, or mend its error, to fork from here.`}
      </EmptyState>
    );
  }
  const entry = timeline.data.entries.find((known) => known.checkpointId === checkpointId);
  return (
    <EditWorkspace
      key={checkpointId}
      threadId={threadId}
      state={state.data}
      namespace=""
      graphId={graphId}
      graph={graph.data}
      step={entry?.step ?? null}
      branchId={branchId}
      onClose={onClose}
      onForked={(made, isRun) => {
        select({ branchId: made.branchId, checkpointId: isRun ? null : made.checkpointId }, { history: 'push' });
        onClose();
      }}
    />
  );
}
