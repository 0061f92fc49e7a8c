'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '@/app/components/ui/button';
import { Skeleton } from '@/app/components/ui/skeleton';
import { sendsQuery, usePlaceState } from '@/lib/client/inside';
import type { CheckpointState, CheckpointTask, TimelineTask } from '@/lib/contracts/debugger';
import { asRecord } from '@/lib/inspect/json';
import type { Occurrence } from '@/lib/inspect/node-occurrences';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from '../../debugger-model';
import { TaskError } from '../../task/task-error';
import { taskFacts } from '../../task/task-facts';
import { NodeRoutes } from './node-routes';
import { ValueRows } from './value-rows';

interface NodeTaskProps {
  occurrence: Occurrence;
  /** Among several; null for the only one. */
  number: number | null;
  isSettled: boolean;
  /** Looks into the graph that the task called; absent where its node holds none. */
  onLookInside?: (() => void) | undefined;
}

/** One task: how it went, what it was given, what it wrote or why it did not. */
export function NodeTask({ occurrence, number, isSettled, onLookInside }: NodeTaskProps) {
  const { threadId, history, shownPath } = useDebugger();
  const { place, task, taskId } = occurrence;
  const position = positionOnPath(history, shownPath, place.checkpointId);
  const isStepOver = position >= 0 && position < shownPath.length - 1;
  const { data: state, error } = usePlaceState(threadId, place, isSettled);
  const stored = state?.tasks.find((each) => each.id === taskId);
  return (
    <li className="px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-fg-2">
        {number !== null && <span className="font-mono text-fg-3">#{number}</span>}
        {taskFacts(task, stored?.status ?? null, isStepOver).map((fact) => (
          <span key={fact} className="after:pl-1.5 after:text-fg-3 after:content-['·'] last:after:content-none">
            {fact}
          </span>
        ))}
        {onLookInside && (
          <Button size="sm" tone="ghost" className="ml-auto" onClick={onLookInside}>
            Look inside
          </Button>
        )}
      </p>
      {stored?.error && (
        <div className="pt-1.5 text-xs">
          <TaskError error={stored.error} />
        </div>
      )}
      {stored?.interrupts.map(({ id, value }) => (
        <ValueRows key={id} label="Asks" values={{ question: value }} />
      ))}
      {state === undefined && !error ? (
        <Skeleton className="mt-2 h-4 w-40" />
      ) : (
        <>
          <Written task={task} stored={stored} isKnown={state != null} />
          <NodeRoutes occurrence={occurrence} isSettled={isSettled} />
          <Input occurrence={occurrence} state={state ?? null} isSettled={isSettled} />
        </>
      )}
      {error && <p className="pt-1 text-xs text-fail">Its values could not be read: {error.message}</p>}
    </li>
  );
}

interface WrittenProps {
  task: TimelineTask | null;
  stored: CheckpointTask | undefined;
  isKnown: boolean;
}

function Written({ task, stored, isKnown }: WrittenProps) {
  if (stored?.result) return <ValueRows label="Wrote" values={stored.result} none="Nothing." />;
  if (task === null || !isKnown) return null;
  if (task.status !== 'done') return <Note label="Wrote">Nothing: it {task.status}.</Note>;
  return (
    <Note label="Wrote">
      {task.called
        ? 'A task function’s result goes to its caller, not to the state.'
        : 'Not known: the graph that is loaded now plans other tasks at the checkpoint before.'}
    </Note>
  );
}

function Input({
  occurrence,
  state,
  isSettled,
}: {
  occurrence: Occurrence;
  state: CheckpointState | null;
  isSettled: boolean;
}) {
  const { threadId } = useDebugger();
  const { task, place } = occurrence;
  const sendIndex = task?.sendIndex;
  const isSent = sendIndex !== undefined;
  const { data: sends } = useQuery({ ...sendsQuery(threadId, place), enabled: isSent && isSettled });
  if (task?.called) return <Note label="Input">A task function’s arguments are not stored.</Note>;
  if (isSent) {
    const sent = sends?.[sendIndex];
    if (sent)
      return <ValueRows label="Input" hint="sent to it" values={asRecord(sent.input)} none="Nothing was sent." />;
    return sends ? <Note label="Input">What was sent to it is not stored any more.</Note> : null;
  }
  if (!state) return <Note label="Input">Not known: the checkpoint before it is not stored any more.</Note>;
  return <ValueRows label="Input" hint="the state before" values={state.values} none="The state was empty." />;
}

function Note({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <p className="pt-2 text-xs text-fg-2">
      <span className="pr-1.5 text-fg-3">{label}</span>
      {children}
    </p>
  );
}
