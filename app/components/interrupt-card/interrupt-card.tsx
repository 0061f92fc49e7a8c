'use client';

import { useQuery } from '@tanstack/react-query';
import { isLiveRun } from '@/lib/client/merge-timeline';
import { stateQuery } from '@/lib/client/states';
import { timelineQuery } from '@/lib/client/timeline';
import type { CheckpointTask } from '@/lib/contracts/debugger';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { AnsweredQuestions } from './answered-questions';
import { QuestionForm } from './question-form';

/**
 * The questions that wait at a checkpoint, with a form for the answers; where they are answered already, a way to answer
 * differently on a branch. Renders nothing where nothing was asked.
 *
 * What a graph passes to `interrupt(value)` decides how it is asked:
 * - a text is the question; of an object, `question` (or `message`, `prompt`, `title`) is, and its other keys are shown below;
 * - `answer_schema`, a JSON Schema, gives the answer's form. A boolean or a short enum becomes buttons, also as the one
 *   required key of an object whose other keys are then fields above the buttons: `{ decision: enum, remark?: string }`;
 * - `options`, a list of values or `{ label, value }`, becomes buttons as well;
 * - a text that asks for yes or no gets two buttons, which answer `true` and `false`;
 * - `problem` tells why the last answer was not taken.
 * Otherwise the answer is text or JSON, and a person can always answer so.
 * @param askedInside questions of a graph inside by id, with the node that asked each: only these are shown. Answers go to
 * the root graph's checkpoint all the same.
 */
export function InterruptCard({ threadId, checkpointId, askedInside }: InterruptCardProps) {
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
  const tip = branches.find((branch) => branch.tipId === checkpointId);
  const open = questionsOf(
    state.data.tasks.filter((task) => task.status !== 'done'),
    askedInside,
  );
  const answered = questionsOf(
    state.data.tasks.filter((task) => task.status === 'done'),
    askedInside,
  );
  if (thread.graphId === null) return null;
  if (open.length > 0) {
    return (
      <QuestionForm
        threadId={threadId}
        graphId={thread.graphId}
        questions={open}
        at={tip === undefined ? { checkpointId } : { branchId: tip.branchId }}
        isRunning={tip !== undefined && runs.some((run) => run.branchId === tip.branchId && isLiveRun(run))}
      />
    );
  }
  if (answered.length === 0 || tip !== undefined) return null;
  return (
    <AnsweredQuestions key={checkpointId} nodes={[...new Set(answered.map(({ node }) => node))]}>
      <QuestionForm
        threadId={threadId}
        graphId={thread.graphId}
        questions={answered}
        at={{ checkpointId }}
        isRunning={false}
      />
    </AnsweredQuestions>
  );
}

interface InterruptCardProps {
  threadId: string;
  checkpointId: string;
  askedInside?: ReadonlyMap<string, string>;
}

function questionsOf(tasks: CheckpointTask[], askedInside: ReadonlyMap<string, string> | undefined) {
  const all = tasks.flatMap((task) => task.interrupts.map((interrupt) => ({ ...interrupt, node: task.name })));
  if (!askedInside) return all;
  return all.flatMap((question) => {
    const node = askedInside.get(question.id);
    return node === undefined ? [] : [{ ...question, node }];
  });
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
