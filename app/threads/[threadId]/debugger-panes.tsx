'use client';

import type { ReactNode } from 'react';
import { PaneBoundary } from '@/app/components/ui/pane-boundary';
import { DebuggerBar } from './bar/debugger-bar';
import { BreakpointsProvider } from './breakpoints/breakpoints-context';
import { CompareStrip } from './compare/compare-strip';
import { useDebugger, useSelected } from './debugger-model';
import { useFind } from './find/find-context';
import { GraphOrWhatIf, useWhatIfKey } from './graph/graph-or-what-if';
import { SaveTestPlace } from './save-test/save-test-place';
import { Split } from './split';
import { StatePane } from './state/state-pane';
import { TimelinePane } from './timeline/timeline-pane';
import { useDebuggerPalette } from './use-debugger-palette';
import { type Pane, useShownPanes } from './use-panes';
import { useTabTitle } from './use-tab-title';
import { useTimeKeys } from './use-time-keys';

/** Bar above, graph and state side by side, the timeline below; each pane may be hidden. */
export function DebuggerPanes() {
  const { lanes } = useDebugger();
  const shown = useShownPanes();
  const find = useFind();
  useTabTitle();
  useTimeKeys();
  useDebuggerPalette();
  useWhatIfKey();
  const upper = upperPanes(shown);
  return (
    <BreakpointsProvider>
      <SaveTestPlace>
        <div className="flex h-dvh flex-col overflow-hidden bg-surface">
          {BAR}
          <CompareStrip />
          <main className="min-h-0 flex-1">
            {upper !== null && shown.has('timeline') ? (
              <Split
                name="timeline"
                label="Resize the timeline"
                direction="vertical"
                initialShare={lanes.length > 1 ? 72 : 80}
                limits={find.isOpen ? ROW_LIMITS_WITH_FIND : ROW_LIMITS}
                parts={[upper, TIMELINE]}
              />
            ) : (
              (upper ?? TIMELINE)
            )}
          </main>
        </div>
      </SaveTestPlace>
    </BreakpointsProvider>
  );
}

function upperPanes(shown: ReadonlySet<Pane>): ReactNode {
  if (shown.has('graph') && shown.has('state')) return GRAPH_AND_STATE;
  if (shown.has('graph')) return GRAPH;
  return shown.has('state') ? STATE : null;
}

/** A pane whose failure ends with the selection that it failed at. */
function Guarded({ what, children }: { what: string; children: ReactNode }) {
  const { selection } = useSelected();
  return (
    <PaneBoundary what={what} resetKey={`${selection?.branchId} ${selection?.checkpointId}`}>
      {children}
    </PaneBoundary>
  );
}

const ROW_LIMITS = { firstMinPx: 180, secondMinPx: 124 };
/** Its bar and the lane of hits leave the lanes their room. */
const ROW_LIMITS_WITH_FIND = { ...ROW_LIMITS, secondMinPx: 182 };
const COLUMN_LIMITS = { firstMinPx: 260, secondMinPx: 320 };

const BAR = <DebuggerBar />;
/** Constant elements: what stands above them renders without them. */
const GRAPH = (
  <Guarded key="graph" what="The graph">
    <GraphOrWhatIf />
  </Guarded>
);
const STATE = (
  <Guarded key="state" what="The state">
    <StatePane />
  </Guarded>
);
const TIMELINE = (
  <Guarded key="timeline" what="The timeline">
    <TimelinePane />
  </Guarded>
);
const GRAPH_AND_STATE = (
  <Split
    key="upper"
    name="state"
    label="Resize graph and state"
    direction="horizontal"
    initialShare={60}
    limits={COLUMN_LIMITS}
    parts={[GRAPH, STATE]}
  />
);
