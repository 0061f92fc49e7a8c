'use client';

import { Diamond } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { Button } from '@/app/components/ui/button';
import { type Tab, Tabs } from '@/app/components/ui/tabs';
import { useHandler } from '@/app/components/ui/use-handler';
import { type StateTabKey, useStateView } from '@/lib/client/state-view';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { useValues, ValuesProvider } from './changes/picked-value';
import { StatePanel } from './state-panel';
import { StateSkeleton } from './state-skeleton';
import { type Strike, StrikeProvider, useStriking } from './strike/strike-context';

/** Loads when a write is first struck. */
const StrikePane = dynamic(() => import('./strike/strike-pane').then((module) => module.StrikePane), {
  loading: StateSkeleton,
});
/** The views of a step's state, of the root graph or of one inside, and the form that edits it. */
export function StateViews() {
  return (
    <ValuesProvider>
      <StrikeProvider>
        <Views />
      </StrikeProvider>
    </ValuesProvider>
  );
}

/** What is the same from step to step, which so renders none of it. */
function Views() {
  const { tab: wanted, key, showTab } = useStateView();
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
  const closeEdit = useHandler(() => showTab('state'));
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
        <StatePanel tab={tab} revealedKey={key} isPicked={isPicked} onClose={closeEdit} />
      )}
    </Tabs>
  );
}

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
