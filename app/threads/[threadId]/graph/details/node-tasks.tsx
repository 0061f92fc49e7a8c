'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/app/components/ui/button';
import { stateQuery } from '@/lib/client/states';
import { useSettled } from '@/lib/client/use-settled';
import { type Occurrence, occurrencesAt, occurrencesInside } from '@/lib/inspect/node-occurrences';
import { INSIDE } from '@/lib/inspect/node-runs';
import { useDebugger, useSelected } from '../../debugger-model';
import { useGraphActions } from '../graph-view';
import type { ShownActivity } from '../use-graph-activity';
import { NodeTask } from './node-task';

const LISTED_AT_FIRST = 10;

/** The node's tasks at the step shown: those that the step ran, then those that come next. */
export function NodeTasks({ nodePath, shown }: { nodePath: string; shown: ShownActivity }) {
  const { entry } = useSelected();
  const { enter } = useGraphActions();
  const holdsGraph = shown.inside.paths.has(nodePath);
  const [listed, setListed] = useState(LISTED_AT_FIRST);
  const occurrences = useOccurrences(nodePath, shown);
  const isSettled = useSettled(entry?.checkpointId ?? '');
  const omitted = insideOf(nodePath, shown)?.omitted ?? 0;
  if (!entry) return null;
  if (occurrences.length === 0) return <p className="px-3 py-2 text-fg-2">{whyNone(nodePath, shown, entry.next)}</p>;
  const hidden = occurrences.length - listed;
  return (
    <>
      <ul aria-label="Tasks at this step" className="divide-y">
        {occurrences.slice(0, listed).map((occurrence, index) => (
          <NodeTask
            key={`${occurrence.place.checkpointId} ${occurrence.taskId}`}
            occurrence={occurrence}
            number={occurrences.length > 1 ? index + 1 : null}
            isSettled={isSettled}
            onLookInside={holdsGraph ? () => enter(nodePath, occurrence.taskId) : undefined}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <Button size="sm" tone="ghost" className="m-2" onClick={() => setListed(listed + 50)}>
          {hidden.toLocaleString('en')} more
        </Button>
      )}
      {omitted > 0 && (
        <p className="px-3 py-2 text-xs text-fg-3">
          {omitted.toLocaleString('en')} more calls of the graph around it are not looked into.
        </p>
      )}
    </>
  );
}

function useOccurrences(nodePath: string, shown: ShownActivity): Occurrence[] {
  const { threadId } = useDebugger();
  const { entry } = useSelected();
  const isInside = nodePath.includes(INSIDE);
  const isNext = entry?.next.includes(nodePath) ?? false;
  const isSettled = useSettled(entry?.checkpointId ?? '');
  const { data: state } = useQuery({
    ...stateQuery(threadId, entry?.checkpointId ?? ''),
    enabled: !isInside && isNext && isSettled,
  });
  if (!entry) return [];
  if (!isInside) return occurrencesAt(entry, nodePath, isNext ? (state?.tasks ?? shown.pending) : null);
  const around = insideOf(nodePath, shown);
  return around ? occurrencesInside(around.calls, nameIn(nodePath), around.isNow) : [];
}

function insideOf(nodePath: string, { inside }: ShownActivity) {
  return inside.happened.get(nodePath.slice(0, Math.max(0, nodePath.lastIndexOf(INSIDE))));
}

function nameIn(nodePath: string): string {
  return nodePath.slice(nodePath.lastIndexOf(INSIDE) + 1);
}

function whyNone(nodePath: string, { inside, path }: ShownActivity, next: readonly string[]): string {
  if (next.includes(nodePath)) return 'It runs next. Its tasks are not known here.';
  if (!nodePath.includes(INSIDE)) {
    return path.nodes.has(nodePath) ? 'It did not run in this step.' : 'It has not run on this path.';
  }
  const outer = nodePath.slice(0, nodePath.lastIndexOf(INSIDE));
  if (inside.happened.has(outer)) return 'It did not run inside this step.';
  return inside.open.has(outer)
    ? `Nothing is stored of a call of ${nameIn(outer)} in this step.`
    : `Open ${nameIn(outer)} in the graph to see what ran inside.`;
}
