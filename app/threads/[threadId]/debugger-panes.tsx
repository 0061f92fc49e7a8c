'use client';

import { useSyncExternalStore } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { DebuggerBar } from './bar/debugger-bar';
import { DebuggerSkeleton } from './debugger-skeleton';
import { GraphPane } from './graph/graph-pane';
import { StatePane } from './state/state-pane';
import { TimelinePane } from './timeline/timeline-pane';
import { useTabTitle } from './use-tab-title';
import { useTimeKeys } from './use-time-keys';

/** Bar above, graph and state side by side, the timeline below. Sizes are remembered in this browser. */
export function DebuggerPanes() {
  useTabTitle();
  useTimeKeys();
  const hasStorage = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  return hasStorage ? <ResizablePanes /> : <DebuggerSkeleton />;
}

function ResizablePanes() {
  const rows = useDefaultLayout({ id: 'retrograph-rows', storage: localStorage });
  const columns = useDefaultLayout({ id: 'retrograph-columns', storage: localStorage });
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-surface">
      <DebuggerBar />
      <main className="min-h-0 flex-1">
        <Group orientation="vertical" {...layoutOf(rows)}>
          <Panel id="upper" minSize="180px" defaultSize="72%">
            <Group orientation="horizontal" {...layoutOf(columns)}>
              <Panel id="graph" minSize="260px" defaultSize="60%">
                <GraphPane />
              </Panel>
              <Separator aria-label="Resize graph and state" className={SEPARATOR.vertical} />
              <Panel id="state" minSize="320px" defaultSize="40%">
                <StatePane />
              </Panel>
            </Group>
          </Panel>
          <Separator aria-label="Resize timeline" className={SEPARATOR.horizontal} />
          <Panel id="timeline" minSize="132px" defaultSize="28%">
            <TimelinePane />
          </Panel>
        </Group>
      </main>
    </div>
  );
}

const SEPARATOR = {
  vertical: 'w-px bg-line transition-colors hover:bg-now data-[separator=active]:bg-now focus-visible:bg-now',
  horizontal: 'h-px bg-line transition-colors hover:bg-now data-[separator=active]:bg-now focus-visible:bg-now',
};

function layoutOf({ defaultLayout, onLayoutChanged }: ReturnType<typeof useDefaultLayout>) {
  return { defaultLayout, onLayoutChanged };
}

function noChange() {
  return () => {};
}
