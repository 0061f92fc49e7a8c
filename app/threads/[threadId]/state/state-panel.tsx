'use client';

import dynamic from 'next/dynamic';
import { PaneBoundary } from '@/app/components/ui/pane-boundary';
import type { StateTabKey } from '@/lib/client/state-view';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useDebugger, useSelected } from '../debugger-model';
import { InsideQuestion } from '../inside/inside-question';
import { useInsideSteps } from '../inside/use-inside-steps';
import { FailedTasks } from './failed-tasks';
import { PendingQuestion } from './pending-question';
import { StateHeader } from './state-header';
import { StateSkeleton } from './state-skeleton';
import { StateTab } from './state-tab';

/** Its form and its JSON editor load when the first edit begins. */
const EditPanel = dynamic(() => import('@/app/components/edit-panel/edit-panel').then((module) => module.EditPanel), {
  loading: StateSkeleton,
});
const InsideEditPanel = dynamic(
  () => import('@/app/components/edit-panel/inside-edit-panel').then((module) => module.InsideEditPanel),
  { loading: StateSkeleton },
);
const DiffTab = dynamic(() => import('./diff-tab').then((module) => module.DiffTab), { loading: StateSkeleton });
const HistoryTab = dynamic(() => import('./changes/history-tab').then((module) => module.HistoryTab), {
  loading: StateSkeleton,
});
const TasksTab = dynamic(() => import('./tasks/tasks-tab').then((module) => module.TasksTab), {
  loading: StateSkeleton,
});
/** In the height that it has. */
const PickedLine = dynamic(() => import('./changes/picked-line').then((module) => module.PickedLine), {
  loading: () => <div aria-busy="true" className="h-[53px] shrink-0 border-t bg-sunken" />,
});
const RawTab = dynamic(() => import('./raw-tab').then((module) => module.RawTab), { loading: StateSkeleton });

interface StatePanelProps {
  tab: StateTabKey;
  /** The state key that is shown as chosen; null for none. */
  revealedKey: string | null;
  /** A value of the state is picked. */
  isPicked: boolean;
  /** Leaves the form. */
  onClose: () => void;
}

/** One view of the step shown, with what is said of the step: all of the views that a step renders. */
export function StatePanel({ tab, revealedKey, isPicked, onClose }: StatePanelProps) {
  const { namespace } = useDebugger();
  const { entry } = useSelected();
  const isRoot = namespace === '';
  if (entry === null) return null;
  return (
    <>
      <StateHeader entry={entry} />
      {tab !== 'edit' && tab !== 'tasks' && <FailedTasks entry={entry} />}
      {tab !== 'edit' &&
        (isRoot ? (
          <PendingQuestion entry={entry} isBrief={tab !== 'state'} />
        ) : (
          <InsideQuestion entry={entry} isBrief={tab !== 'state'} />
        ))}
      <PaneBoundary what={FAILING[tab]} resetKey={`${tab} ${entry.checkpointId}`}>
        {tab === 'state' && <StateTab entry={entry} revealedKey={revealedKey} />}
        {tab === 'diff' && <DiffTab entry={entry} />}
        {tab === 'history' && <HistoryTab />}
        {tab === 'tasks' && <TasksTab entry={entry} />}
        {tab === 'raw' && <RawTab key={entry.checkpointId} checkpointId={entry.checkpointId} />}
        {tab === 'edit' && (
          <div className="relative flex min-h-0 flex-1 flex-col overflow-auto">
            <EditorOf entry={entry} onClose={onClose} />
          </div>
        )}
      </PaneBoundary>
      {(tab === 'state' || tab === 'diff' || tab === 'history') &&
        (isRoot ? isPicked && <PickedLine /> : WRITERS_NOT_TOLD)}
    </>
  );
}

const WRITERS_NOT_TOLD = (
  <p className="shrink-0 border-t bg-sunken px-3 py-1 text-xs text-fg-3">
    Who wrote a value is told of the root graph’s state, not inside.
  </p>
);

/** A view that fails leaves the others to be looked at. */
const FAILING: Record<StateTabKey, string> = {
  state: 'The state',
  diff: 'The difference',
  history: 'The history of the value',
  tasks: 'The tasks',
  raw: 'The raw state',
  edit: 'The editor',
};

function EditorOf({ entry, onClose }: { entry: TimelineEntry; onClose: () => void }) {
  const { threadId, namespace, timeline } = useDebugger();
  const inside = useInsideSteps();
  const { checkpointId, step } = entry;
  const { selection } = useSelected();
  if (namespace === '') {
    const branchId = selection?.branchId ?? null;
    return <EditPanel threadId={threadId} checkpointId={checkpointId} branchId={branchId} onClose={onClose} />;
  }
  return (
    <InsideEditPanel
      threadId={threadId}
      graphId={timeline.thread.graphId}
      graph={inside?.steps?.graph ?? null}
      namespace={namespace}
      checkpointId={checkpointId}
      step={step}
      onClose={onClose}
    />
  );
}
