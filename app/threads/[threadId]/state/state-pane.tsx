'use client';

import { Diamond } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { Button } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { PaneBoundary } from '@/app/components/ui/pane-boundary';
import { type Tab, Tabs } from '@/app/components/ui/tabs';
import { useHandler } from '@/app/components/ui/use-handler';
import { type StateTabKey, useStateView } from '@/lib/client/state-view';
import { useKeys } from '@/lib/client/use-keys';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';
import { FailedTasks } from './failed-tasks';
import { PendingQuestion } from './pending-question';
import { StateHeader } from './state-header';
import { StateSkeleton } from './state-skeleton';
import { StateTab } from './state-tab';

/** Its form and its JSON editor load when the first edit begins. */
const EditPanel = dynamic(() => import('@/app/components/edit-panel/edit-panel').then((module) => module.EditPanel), {
  loading: StateSkeleton,
});
const DiffTab = dynamic(() => import('./diff-tab').then((module) => module.DiffTab), { loading: StateSkeleton });
const TasksTab = dynamic(() => import('./tasks/tasks-tab').then((module) => module.TasksTab), {
  loading: StateSkeleton,
});
const RawTab = dynamic(() => import('./raw-tab').then((module) => module.RawTab), { loading: StateSkeleton });

/** The state at the selected checkpoint. */
export function StatePane() {
  const { missingCheckpointId } = useDebugger();
  const { entry } = useSelected();
  return (
    <section aria-label="State" className="flex h-full min-w-0 flex-col bg-surface">
      {entry ? (
        <StateOfEntry entry={entry} />
      ) : missingCheckpointId !== null ? (
        <MissingCheckpoint checkpointId={missingCheckpointId} />
      ) : (
        <EmptyState title="No state yet">This thread has no checkpoint. Once it runs, its state shows here.</EmptyState>
      )}
    </section>
  );
}

function StateOfEntry({ entry }: { entry: TimelineEntry }) {
  const { tab: wanted, showTab } = useStateView();
  const { threadId, timeline } = useDebugger();
  const isReadOnly = timeline.thread.capsule !== undefined;
  const tab = wanted === 'edit' && isReadOnly ? 'state' : wanted;
  const { select, latest } = useDebuggerActions();
  const startEdit = useHandler(() => {
    const { selection } = latest();
    // A step that arrives now must not take the form away from under the person's hands.
    if (selection) select(selection);
    showTab('edit');
  });
  useKeys({ 'edit.open': tab === 'edit' || isReadOnly ? undefined : startEdit });
  const editButton = useMemo(
    () => (
      <Button
        size="sm"
        className="border-edit! text-edit!"
        icon={<Diamond aria-hidden size={10} className="fill-current" />}
        onClick={startEdit}
      >
        Edit & fork
      </Button>
    ),
    [startEdit],
  );
  return (
    <Tabs
      label="Views of the state"
      tabs={tab === 'edit' ? WITH_EDIT_TAB : TABS}
      selected={tab}
      onSelect={showTab}
      aside={tab === 'edit' || isReadOnly ? undefined : editButton}
    >
      <StateHeader entry={entry} />
      {tab !== 'edit' && tab !== 'tasks' && <FailedTasks entry={entry} />}
      {tab !== 'edit' && <PendingQuestion entry={entry} isBrief={tab !== 'state'} />}
      <PaneBoundary what={FAILING[tab]} resetKey={`${tab} ${entry.checkpointId}`}>
        {tab === 'state' && <StateTab entry={entry} />}
        {tab === 'diff' && <DiffTab entry={entry} />}
        {tab === 'tasks' && <TasksTab entry={entry} />}
        {tab === 'raw' && <RawTab key={entry.checkpointId} checkpointId={entry.checkpointId} />}
        {tab === 'edit' && (
          <div className="flex min-h-0 flex-1 flex-col overflow-auto">
            <EditPanel threadId={threadId} checkpointId={entry.checkpointId} onClose={() => showTab('state')} />
          </div>
        )}
      </PaneBoundary>
    </Tabs>
  );
}

const TABS: Tab<StateTabKey>[] = [
  { key: 'state', label: 'State' },
  { key: 'diff', label: 'Diff' },
  { key: 'tasks', label: 'Tasks' },
  { key: 'raw', label: 'Raw' },
];
/** A view that fails leaves the others to be looked at. */
const FAILING: Record<StateTabKey, string> = {
  state: 'The state',
  diff: 'The difference',
  tasks: 'The tasks',
  raw: 'The raw state',
  edit: 'The editor',
};
const WITH_EDIT_TAB: Tab<StateTabKey>[] = [...TABS, { key: 'edit', label: 'Edit', isEdit: true }];

function MissingCheckpoint({ checkpointId }: { checkpointId: string }) {
  const { follow } = useDebuggerActions();
  return (
    <EmptyState
      title="This thread has no such checkpoint"
      action={
        <Button tone="now" onClick={() => follow(null)}>
          Show the newest step
        </Button>
      }
    >
      <span className="break-all font-mono text-xs">{checkpointId}</span> is not in its history. It may have been
      pruned, or the address is cut off.
    </EmptyState>
  );
}
