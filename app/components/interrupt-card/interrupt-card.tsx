'use client';

import { useQuery } from '@tanstack/react-query';
import { isLiveRun } from '@/lib/client/merge-timeline';
import type { RunPosition } from '@/lib/client/mutations';
import { stateQuery } from '@/lib/client/states';
import { timelineQuery } from '@/lib/client/timeline';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { QuestionForm } from './question-form';

/**
 * The questions that wait at a checkpoint, with a form for the answers. Renders nothing where nothing is asked.
 *
 * What a graph passes to `interrupt(value)` decides how it is asked:
 * - a text is the question; of an object, `question` (or `message`, `prompt`, `title`) is, and its other keys are shown below;
 * - `answer_schema`, a JSON Schema, gives the answer's form. A boolean or a short enum becomes buttons, also as the one
 *   required key of an object whose other keys are then fields above the buttons: `{ decision: enum, remark?: string }`;
 * - `options`, a list of values or `{ label, value }`, becomes buttons as well;
 * - a text that asks for yes or no gets two buttons, which answer `true` and `false`;
 * - `problem` tells why the last answer was not taken.
 * Otherwise the answer is text or JSON, and a person can always answer so.
 */
export function InterruptCard({ threadId, checkpointId }: { threadId: string; checkpointId: string }) {
  const timeline = useQuery(timelineQuery(threadId));
  const state = useQuery(stateQuery(threadId, checkpointId));
  const entry = timeline.data?.entries.find((known) => known.checkpointId === checkpointId);
  const isAsked = (entry?.interruptedTasks.length ?? 0) > 0;

  if (!isAsked && !state.data?.tasks.some((task) => task.interrupts.length > 0)) return null;
  if (state.isError) {
    return <ErrorState title="The question could not be read" error={state.error} onRetry={() => state.refetch()} />;
  }
  if (state.data === undefined || timeline.data === undefined) return <CardSkeleton />;

  const { thread, branches, runs } = timeline.data;
  const questions = state.data.tasks
    .filter((task) => task.status !== 'done')
    .flatMap((task) => task.interrupts.map((interrupt) => ({ ...interrupt, node: task.name })));
  if (questions.length === 0 || thread.graphId === null) return null;

  const tip = branches.find((branch) => branch.tipId === checkpointId);
  const at: RunPosition = tip === undefined ? { checkpointId } : { branchId: tip.branchId };
  const isRunning = tip !== undefined && runs.some((run) => run.branchId === tip.branchId && isLiveRun(run));
  return (
    <QuestionForm
      key={questions.map(({ id }) => id).join()}
      threadId={threadId}
      graphId={thread.graphId}
      questions={questions}
      at={at}
      isRunning={isRunning}
    />
  );
}

function CardSkeleton() {
  return (
    <div aria-busy="true" className="m-3 flex flex-col gap-2 rounded-lg border border-wait/40 p-3">
      <span className="sr-only">Loading the question</span>
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-7 w-32" />
    </div>
  );
}
