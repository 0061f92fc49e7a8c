'use client';

import { useCallback, useMemo, useRef } from 'react';
import { formatCount } from '@/app/components/ui/format';
import { stepLabel } from '@/lib/inspect/marks';
import { useDebugger } from '../debugger-model';
import { xOf } from '../timeline/axis';
import { useCanvasColours } from '../timeline/canvas-colours';
import type { View } from '../timeline/geometry';
import { useTrack } from '../timeline/track';
import { prepareCanvas, useRedraw } from '../timeline/use-redraw';
import { COMPARE_LANE_PX, drawOtherLine } from './draw-other-line';
import { placeOtherLine } from './place-other-line';
import { type Beside, nameOf, type OtherLine, useBeside, useCompared } from './use-compared';
import { useParting } from './use-parting';

/** Under the lanes: the other line, each step below the one that it stands beside. */
export function CompareLane() {
  const compared = useCompared();
  return compared.kind === 'line' ? <Lane line={compared.line} /> : null;
}

function Lane({ line }: { line: OtherLine }) {
  const { axis, view, scroller } = useTrack();
  const { scale } = view;
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const placed = useMemo(() => placeOtherLine(line, axis), [line, axis]);
  const beside = useBeside(line);
  const ringAt = beside.there === null ? null : (placed.positions[beside.there] ?? null);
  const draw = useCallback(
    (seen: View) => {
      const context = canvas.current && prepareCanvas(canvas.current, seen.width, COMPARE_LANE_PX);
      if (context && colours) drawOtherLine(context, { placed, line, scale, colours, ringAt }, seen);
    },
    [placed, line, scale, colours, ringAt],
  );
  useRedraw(scroller, draw);
  return (
    <div className="flex shrink-0 border-t bg-sunken" style={{ height: COMPARE_LANE_PX }}>
      <span className="flex w-40 shrink-0 flex-col justify-center border-r px-3 text-2xs leading-3.5 text-fg-2">
        <span className="truncate">{nameOf(line)}</span>
        <span className="truncate text-fg-3">
          {placed.beyond > 0 ? formatCount(placed.beyond, 'more step') : 'compared with'}
        </span>
      </span>
      <div role="img" aria-label={told(line, beside)} className="min-w-0 flex-1 overflow-hidden">
        <canvas ref={canvas} aria-hidden className="block" />
      </div>
    </div>
  );
}

function told(line: OtherLine, { entry }: Beside): string {
  const name = nameOf(line);
  if (entry === null) return `${name}: no step beside the one shown`;
  return `${name}: step ${entry.step}, ${stepLabel(entry)}, beside the one shown`;
}

/** Over all lanes: where the two lines part. */
export function PartingLine() {
  const compared = useCompared();
  return compared.kind === 'line' ? <Line line={compared.line} /> : null;
}

function Line({ line }: { line: OtherLine }) {
  const { history } = useDebugger();
  const { axis, view } = useTrack();
  const marks = usePartingMarks(line);
  return marks.map(({ checkpointId, text }) => {
    const entry = history.byId.get(checkpointId);
    if (!entry) return null;
    const x = xOf(axis.positionOf(entry), view.scale);
    return (
      <div
        key={checkpointId}
        role="img"
        aria-label={`${text} at step ${entry.step}`}
        className="pointer-events-none absolute inset-y-0 w-0 border-l-2 border-dashed border-hit/70"
        style={{ left: x }}
      >
        <span className="sticky top-0 inline-block rounded-br-md bg-hit px-1.5 text-2xs leading-4 font-medium whitespace-nowrap text-surface">
          {text}
        </span>
      </div>
    );
  });
}

interface PartingMark {
  checkpointId: string;
  text: string;
}

/** On this line. Where only the other one goes on, nothing parts here. */
function usePartingMarks(line: OtherLine): PartingMark[] {
  const { data } = useParting(line);
  return useMemo(() => {
    const state = data?.state?.here?.checkpointId;
    const path = data?.path?.here?.checkpointId;
    if (state !== undefined && state === path) return [{ checkpointId: state, text: 'lines part' }];
    return [
      ...(state === undefined ? [] : [{ checkpointId: state, text: 'states part' }]),
      ...(path === undefined ? [] : [{ checkpointId: path, text: 'paths part' }]),
    ];
  }, [data]);
}
