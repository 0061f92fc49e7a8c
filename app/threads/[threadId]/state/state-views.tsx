'use client';

import { Diamond } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { Button } from '@/app/components/ui/button';
import { PaneBoundary } from '@/app/components/ui/pane-boundary';
import { type Tab, Tabs } from '@/app/components/ui/tabs';
import { useHandler } from '@/app/components/ui/use-handler';
import { type StateTabKey, useStateView } from '@/lib/client/state-view';
import { useKeys } from '@/lib/client/use-keys';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';
import { InsideQuestion } from '../inside/inside-question';
import { useInsideSteps } from '../inside/use-inside-steps';
import { useValues, ValuesProvider } from './changes/picked-value';
import { FailedTasks } from './failed-tasks';
import { PendingQuestion } from './pending-question';
import { StateHeader } from './state-header';
import { StateSkeleton } from './state-skeleton';
import { StateTab } from './state-tab';
import { type Strike, StrikeProvider, useStriking } from './strike/strike-context';

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
/** Loads when a write is first struck. */
const StrikePane = dynamic(() => import('./strike/strike-pane').then((module) => module.StrikePane), {
  loading: StateSkeleton,
});
/** In the height that it has. */
const PickedLine = dynamic(() => import('./changes/picked-line').then((module) => module.PickedLine), {
  loading: () => <div aria-busy="true" className="h-[53px] shrink-0 border-t bg-sunken" />,
});
const RawTab = dynamic(() => import('./raw-tab').then((module) => module.RawTab), { loading: StateSkeleton });

/** The views of a step's state, of the root graph or of one inside, and the form that edits it. */
export function StateViews({ entry }: { entry: TimelineEntry }) {
  return (
    <ValuesProvider>
      <StrikeProvider>
        <Views entry={entry} />
      </StrikeProvider>
    </ValuesProvider>
  );
}

function Views({ entry }: { entry: TimelineEntry }) {
  const { tab: wanted, showTab } = useStateView();
  const { namespace, timeline } = useDebugger();
  const isPicked = useValues()?.picked != null;
  const isRoot = namespace === '';
  const isReadOnly = timeline.thread.capsule !== undefined;
  const isHidden = (wanted === 'edit' && isReadOnly) || (wanted === 'history' && !isRoot);
  const tab = isHidden ? 'state' : wanted;
  const striking = useStriking();
  const strike = striking?.strike ?? null;
  const look = striking?.look;
  const show = useHandler((next: StateTabKey) => {
    look?.(null);
    showTab(next);
  });
  const { select, latest } = useDebuggerActions();
  const startEdit = useHandler(() => {
    const { selection } = latest();
    // A step that arrives now must not take the form away from under the person's hands.
    if (selection) select(selection);
    show('edit');
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
      tabs={tabsOf(tab, isPicked)}
      selected={tab}
      onSelect={show}
      aside={tab === 'edit' || isReadOnly ? undefined : editButton}
    >
      {strike !== null && look !== undefined ? (
        <StrikePane key={strikeKey(strike)} strike={strike} onClose={() => look(null)} />
      ) : (
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
            {tab === 'state' && <StateTab entry={entry} />}
            {tab === 'diff' && <DiffTab entry={entry} />}
            {tab === 'history' && <HistoryTab />}
            {tab === 'tasks' && <TasksTab entry={entry} />}
            {tab === 'raw' && <RawTab key={entry.checkpointId} checkpointId={entry.checkpointId} />}
            {tab === 'edit' && (
              <div className="relative flex min-h-0 flex-1 flex-col overflow-auto">
                <EditorOf entry={entry} onClose={() => showTab('state')} />
              </div>
            )}
          </PaneBoundary>
          {(tab === 'state' || tab === 'diff' || tab === 'history') &&
            (isRoot ? isPicked && <PickedLine /> : WRITERS_NOT_TOLD)}
        </>
      )}
    </Tabs>
  );
}

const WRITERS_NOT_TOLD = (
  <p className="shrink-0 border-t bg-sunken px-3 py-1 text-xs text-fg-3">
    Who wrote a value is told of the root graph’s state, not inside.
  </p>
);

/** Another write is another question. */
function strikeKey({ checkpointId, taskId, channel, untilId }: Strike): string {
  return `${checkpointId} ${taskId} ${channel} ${untilId}`;
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
  history: 'The history of the value',
  tasks: 'The tasks',
  raw: 'The raw state',
  edit: 'The editor',
};
const EDIT_TAB: Tab<StateTabKey> = { key: 'edit', label: 'Edit', isEdit: true };
const WITH_HISTORY = TABS.toSpliced(2, 0, { key: 'history', label: 'History' });
const WITH_EDIT = [...TABS, EDIT_TAB];
const WITH_BOTH = [...WITH_HISTORY, EDIT_TAB];

/** The history of a value stands beside the differences while there is a value to tell of. */
function tabsOf(tab: StateTabKey, isPicked: boolean): Tab<StateTabKey>[] {
  const hasHistory = isPicked || tab === 'history';
  if (tab === 'edit') return hasHistory ? WITH_BOTH : WITH_EDIT;
  return hasHistory ? WITH_HISTORY : TABS;
}

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
