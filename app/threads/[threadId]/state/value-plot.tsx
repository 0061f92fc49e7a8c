'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Button } from '@/app/components/ui/button';
import { formatCount } from '@/app/components/ui/format';
import { numberHistoryQuery } from '@/lib/client/plots';
import { positionOnPath } from '@/lib/inspect/path';
import { plotOf } from '@/lib/inspect/plot';
import { pathText } from '@/lib/inspect/preview';
import type { TreePath } from '@/lib/inspect/tree-items';
import { useDebugger, useSelected } from '../debugger-model';

const SIZE = { width: 320, height: 64 };

/** A number of the state over the steps of the branch shown, with the selected step marked. */
export function ValuePlot({ path }: { path: TreePath }) {
  const { threadId, history, shownPath } = useDebugger();
  const { selection } = useSelected();
  const tipId = shownPath.at(-1) ?? '';
  const { data, error, refetch } = useQuery(numberHistoryQuery(threadId, path, tipId));
  const plot = useMemo(() => {
    const at = (checkpointId: string) => positionOnPath(history, shownPath, checkpointId);
    const points = data?.points.map(({ checkpointId, value }) => ({ at: at(checkpointId), value })) ?? [];
    return plotOf(points, { ...SIZE, count: shownPath.length });
  }, [data, history, shownPath]);
  if (error) {
    return (
      <span className="flex items-center gap-2 py-1 font-sans text-fail">
        {error.message}
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </span>
    );
  }
  if (!data) return <span aria-busy="true" className="block h-22" />;
  if (plot === null) return <span className="font-sans text-fg-3">No step of this branch wrote a number here.</span>;
  const now = selection ? plot.xOf(positionOnPath(history, shownPath, selection.checkpointId)) : null;
  return (
    <span className="flex flex-col py-1 font-sans text-2xs text-fg-3">
      <span className="flex items-start gap-2">
        <svg
          role="img"
          aria-label={`${pathText(path)} over ${formatCount(shownPath.length, 'step')}: from ${plot.first} to ${plot.last}, least ${plot.least}, most ${plot.most}`}
          width={SIZE.width}
          height={SIZE.height}
          className="rounded-sm border bg-canvas"
        >
          <path d={plot.line} fill="none" stroke="var(--fg-2)" strokeWidth="1.5" strokeLinejoin="round" />
          {now !== null && <line x1={now} x2={now} y1="0" y2={SIZE.height} stroke="var(--now)" strokeWidth="1.5" />}
        </svg>
        <span className="flex h-16 flex-col justify-between font-mono tabular-nums">
          <span>{plot.most}</span>
          <span>{plot.least}</span>
        </span>
      </span>
      <span>
        {data.points.length < data.changes
          ? `${data.points.length} of the ${formatCount(data.changes, 'step')} that wrote it, evenly chosen`
          : `${formatCount(data.changes, 'step')} wrote it`}
      </span>
    </span>
  );
}
