'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { tasksQuery } from '@/lib/client/tasks';
import type { Occurrence } from '@/lib/inspect/node-occurrences';
import { useDebugger, useSelected } from '../../debugger-model';
import { TaskRoutes } from '../../task/task-routes';
import { useGraphView } from '../graph-view';

/** Of a task that ran in the step shown: how what follows it was chosen. Meanwhile the edges that it did not take are dim. */
export function NodeRoutes({ occurrence, isSettled }: { occurrence: Occurrence; isSettled: boolean }) {
  const { threadId, namespace } = useDebugger();
  const { entry } = useSelected();
  const view = useGraphView();
  const isKnown = occurrence.task !== null && ['', namespace].includes(occurrence.place.namespace);
  const { data } = useInfiniteQuery({
    ...tasksQuery(threadId, entry?.checkpointId ?? '', namespace),
    enabled: entry !== null && isKnown && isSettled,
  });
  const task = data?.pages.flatMap(({ tasks }) => tasks).find(({ id }) => id === occurrence.taskId);
  const routes = task?.routes ?? null;
  useEffect(() => {
    if (!task || routes === null || routes === 'not kept') return;
    const targets = routes.flatMap(({ taken }) => taken.map(({ label, target }) => target ?? label));
    view.show({ route: { source: task.node, targets } });
    return () => view.show({ route: null });
  }, [view, task, routes]);
  if (!task || routes === null) return null;
  return (
    <div className="pt-2">
      <p className="text-xs text-fg-3">Why this route</p>
      <TaskRoutes node={task.node} routes={routes} />
    </div>
  );
}
