'use client';

import type { ReactNode } from 'react';
import { DebuggerBar } from './bar/debugger-bar';
import { BreakpointsProvider } from './breakpoints/breakpoints-context';
import { useDebugger } from './debugger-model';
import { GraphPane } from './graph/graph-pane';
import { Split } from './split';
import { StatePane } from './state/state-pane';
import { TimelinePane } from './timeline/timeline-pane';
import { useTabTitle } from './use-tab-title';
import { useTimeKeys } from './use-time-keys';

/** Bar above, graph and state side by side, the timeline below. */
export function DebuggerPanes() {
  const { lanes } = useDebugger();
  useTabTitle();
  useTimeKeys();
  return (
    <BreakpointsProvider>
      <div className="flex h-dvh flex-col overflow-hidden bg-surface">
        <DebuggerBar />
        <main className="min-h-0 flex-1">
          <Split
            name="timeline"
            label="Resize the timeline"
            direction="vertical"
            initialShare={lanes.length > 1 ? 72 : 80}
            limits={ROW_LIMITS}
            parts={PANES}
          />
        </main>
      </div>
    </BreakpointsProvider>
  );
}

const ROW_LIMITS = { firstMinPx: 180, secondMinPx: 124 };
const COLUMN_LIMITS = { firstMinPx: 260, secondMinPx: 320 };

/** Constant elements: what stands above them renders without them. */
const PANES: [ReactNode, ReactNode] = [
  <Split
    key="upper"
    name="state"
    label="Resize graph and state"
    direction="horizontal"
    initialShare={60}
    limits={COLUMN_LIMITS}
    parts={[<GraphPane key="graph" />, <StatePane key="state" />]}
  />,
  <TimelinePane key="timeline" />,
];
