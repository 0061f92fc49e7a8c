'use client';

import { useQuery } from '@tanstack/react-query';
import { useExperimentDraft } from '@/lib/client/experiment-draft';
import { experimentQuery, experimentsQuery, useStartExperiment } from '@/lib/client/experiments';
import { graphQuery } from '@/lib/client/graphs';
import { stateQuery } from '@/lib/client/states';
import { useSettledValue } from '@/lib/client/use-settled';
import { EditSkeleton } from '../edit-panel/edit-skeleton';
import { ChoiceSwitch } from '../ui/choice-switch';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { SideTask } from '../ui/side-task';
import { AgainForm } from './again-form';
import { EditTable } from './edit-table-view';
import { ExperimentResults } from './experiment-results';

interface ExperimentPaneProps {
  threadId: string;
  checkpointId: string;
  graphId: string | null;
  step: number | null;
  /** A graph inside is looked into meanwhile, whose steps can't be tried here. */
  isInside: boolean;
  shownBranchId: string | null;
  onSelect: (selection: { branchId: string; checkpointId: string }) => void;
  /** Before these branches go. */
  onDelete: (branchIds: string[]) => void;
  onClose: () => void;
}

/** One checkpoint gone on from several times: with edits, or as it is. What is typed and what ran is there again after closing. */
export function ExperimentPane({
  threadId,
  checkpointId,
  graphId,
  step,
  isInside,
  shownBranchId,
  onSelect,
  onDelete,
  onClose,
}: ExperimentPaneProps) {
  const [draft, change] = useExperimentDraft(threadId, checkpointId);
  const state = useQuery(stateQuery(threadId, checkpointId));
  const graph = useQuery(graphQuery(graphId));
  const known = useQuery(experimentsQuery(threadId));
  const shownId =
    known.data?.experiments.find((each) => each.checkpointId === checkpointId && each.kind === draft.kind)
      ?.experimentId ?? null;
  const leaveOut = useSettledValue(draft.leaveOut, 300);
  const shown = useQuery(experimentQuery(threadId, shownId, leaveOut));
  const start = useStartExperiment(threadId);
  const isRunning = shown.data?.status === 'running';

  const failed = [state, known].find((query) => query.isError);
  const body = failed ? (
    <ErrorState title="The step could not be read" error={failed.error} onRetry={() => failed.refetch()} />
  ) : graph.isSuccess && graph.data?.graph === undefined ? (
    <EmptyState title="This graph cannot be run here">
      The graph “{graphId}” is not loaded. Name it in the configuration file, or mend its error.
    </EmptyState>
  ) : state.data === undefined || graph.data === undefined ? (
    <EditSkeleton />
  ) : (
    <div className="flex min-w-0 flex-col gap-3 p-3">
      {isInside && (
        <p className="rounded-md bg-sunken px-3 py-1.5 text-xs text-fg-2">
          This tries the root graph’s step{step === null ? '' : ` ${step}`}, around the graph that you look into. A step
          inside is forked by hand, with Edit & fork.
        </p>
      )}
      {draft.kind === 'what-if' ? (
        <EditTable
          draft={draft}
          change={change}
          edited={{ values: state.data.values, graph: graph.data }}
          isBusy={start.isPending || isRunning}
          onRun={(edits) => start.mutate({ checkpointId, edits, concurrency: draft.atOnce })}
        />
      ) : (
        <AgainForm
          draft={draft}
          change={change}
          isBusy={start.isPending || isRunning}
          onRun={() => start.mutate({ checkpointId, times: draft.times, concurrency: draft.atOnce })}
        />
      )}
      {start.error !== null && (
        <p role="alert" className="break-words text-fail">
          {start.error.message}
        </p>
      )}
      {shown.error !== null && (
        <ErrorState title="The results could not be read" error={shown.error} onRetry={() => shown.refetch()} />
      )}
      {shown.data && (
        <ExperimentResults
          threadId={threadId}
          experiment={shown.data}
          shownBranchId={shownBranchId}
          leaveOut={draft.leaveOut}
          onLeaveOut={(text) => change((now) => ({ ...now, leaveOut: text }))}
          onSelect={onSelect}
          onDelete={onDelete}
        />
      )}
    </div>
  );

  return (
    <SideTask
      title={step === null ? 'What if…' : `What if, from step ${step}`}
      closeLabel="Close What if"
      choices={
        <ChoiceSwitch
          label="What to try"
          choices={KINDS}
          chosen={draft.kind}
          onChoose={(kind) => change((now) => ({ ...now, kind }))}
        />
      }
      onClose={onClose}
    >
      {body}
    </SideTask>
  );
}

const KINDS = [
  { key: 'what-if', label: 'Edits' },
  { key: 'again', label: 'Again × k' },
] as const;
