'use client';

import { Panel, ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { ghostPath } from '@/lib/inspect/ghost-path';
import { edgeKey, indexActivity, indexOnce } from '@/lib/inspect/path-activity';
import { useDebugger } from '../debugger-model';
import { tipPath } from '../graph/edge-path';
import { EDGE_Z } from '../graph/flow-elements';
import type { GraphLayout } from '../graph/placed';
import { nameOf, type OtherLine, useBeside, useCompared } from './use-compared';

/** Round dots: declared edges are lines, conditional ones dashes. */
const DOTS = '0.1 6';
const AROUND_PX = 5;

/** What the other line went over and this one did not, as a ghost over the graph. */
export function GhostLayer({ layout }: { layout: GraphLayout }) {
  const { graph } = useDebugger();
  const compared = useCompared();
  if (compared.kind !== 'line' || graph === undefined || !compared.line.isSameGraph) return null;
  return <Ghost line={compared.line} graph={graph} layout={layout} />;
}

function Ghost({ line, graph, layout }: { line: OtherLine; graph: DrawableGraph; layout: GraphLayout }) {
  const { history, shownPath } = useDebugger();
  const { position, there } = useBeside(line);
  const otherPath = useMemo(() => indexOnce(line.history, graph, line.path), [line.history, line.path, graph]);
  const ownPath = useMemo(() => indexActivity(history, graph, shownPath), [history, graph, shownPath]);
  const ghost = useMemo(
    () => ghostPath({ path: ownPath, position }, { path: otherPath, position: there }),
    [ownPath, otherPath, position, there],
  );
  const nodes = layout.nodes.filter(({ id }) => ghost.nodes.has(id));
  const edges = layout.edges.filter(({ source, target }) => ghost.edges.has(edgeKey(source, target)));
  const unplaced = [...ghost.nodes].filter((id) => !nodes.some((node) => node.id === id));
  return (
    <>
      <ViewportPortal>
        <svg
          aria-hidden
          data-testid="ghost"
          width={layout.width}
          height={layout.height}
          className="pointer-events-none absolute top-0 left-0 overflow-visible"
          style={{ zIndex: EDGE_Z }}
        >
          <g fill="none" strokeLinecap="round" className="stroke-hit" opacity={0.85}>
            {edges.map(({ id, path }) => (
              <path key={id} d={path} strokeWidth={3.5} strokeDasharray={DOTS} />
            ))}
            {nodes.map(({ id, x, y, width, height }) => (
              <rect
                key={id}
                x={x - AROUND_PX}
                y={y - AROUND_PX}
                width={width + 2 * AROUND_PX}
                height={height + 2 * AROUND_PX}
                rx={12}
                strokeWidth={2.5}
                strokeDasharray={DOTS}
              />
            ))}
          </g>
          {edges.map(({ id, tip }) => (
            <path key={id} d={tipPath(tip)} className="fill-hit" opacity={0.85} />
          ))}
        </svg>
      </ViewportPortal>
      {/* Beside the controls: a graph that fits stands in the middle. */}
      <Panel position="bottom-left" className="pointer-events-none m-3! ml-14!">
        <p className="flex max-w-64 items-center gap-1.5 rounded-md border bg-surface px-2 py-1 text-xs text-fg-2">
          <svg aria-hidden width={18} height={6} className="shrink-0 stroke-hit">
            <line x1={2} y1={3} x2={16} y2={3} strokeWidth={3} strokeLinecap="round" strokeDasharray="0.1 6" />
          </svg>
          <span className="min-w-0">
            {ghost.nodes.size + ghost.edges.size === 0 ? 'same way as ' : 'only on '}
            <span className="text-fg">{nameOf(line)}</span>
            {nodes.length + unplaced.length > 0 && (
              <span className="sr-only">: {[...nodes.map(({ name }) => name), ...unplaced].join(', ')}</span>
            )}
          </span>
        </p>
      </Panel>
    </>
  );
}
