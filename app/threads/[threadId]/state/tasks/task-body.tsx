'use client';

import { Eraser } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { formatCount } from '@/app/components/ui/format';
import type { TaskDetails, TokenUsage } from '@/lib/contracts/task-details';
import { asRecord } from '@/lib/inspect/json';
import { useDebugger, useDebuggerActions, useSelected } from '../../debugger-model';
import { TaskError } from '../../task/task-error';
import { TaskRoutes } from '../../task/task-routes';
import { useStriking } from '../strike/strike-context';
import { ConsoleOutput } from './console-output';
import { TaskQuestions } from './task-questions';
import { TaskSection } from './task-section';
import { ValueTree } from './value-tree';

/** What a task was given, what it did, and what came of it. */
export function TaskBody({ task }: { task: TaskDetails }) {
  return (
    <div className="flex flex-col gap-0.5 border-t border-line/60 pb-2">
      {task.error && (
        <TaskSection title="Error">
          <div className="mx-3 mt-0.5">
            <TaskError error={task.error} />
          </div>
        </TaskSection>
      )}
      <TaskQuestions questions={task.questions} />
      <InputSection task={task} />
      {task.writes && <WritesSection task={task} writes={task.writes} />}
      {task.routes && (
        <TaskSection title="Why this route">
          <div className="px-3">
            <TaskRoutes node={task.node} routes={task.routes} />
          </div>
        </TaskSection>
      )}
      {task.usage && <UsageSection usage={task.usage} />}
      <ConsoleOutput task={task} />
    </div>
  );
}

function InputSection({ task }: { task: TaskDetails }) {
  const { input } = task;
  if (input === null) return null;
  return (
    <TaskSection title="Input">
      {input.kind === 'sent' ? (
        <ValueTree label={`Input of ${task.node}`} values={asRecord(input.value)} />
      ) : (
        <StateLink checkpointId={input.checkpointId} />
      )}
    </TaskSection>
  );
}

/** Most tasks read the state before their step: it has a place of its own. */
function StateLink({ checkpointId }: { checkpointId: string }) {
  const { history } = useDebugger();
  const { selection } = useSelected();
  const { select } = useDebuggerActions();
  const step = history.byId.get(checkpointId)?.step;
  if (selection?.checkpointId === checkpointId)
    return <p className="px-3 text-xs text-fg-2">The state at this step.</p>;
  return (
    <p className="flex items-center gap-2 px-3 text-xs text-fg-2">
      The state at step {step ?? '?'}
      {selection && step !== undefined && (
        <Button size="sm" onClick={() => select({ ...selection, checkpointId }, { isJump: true })}>
          Go there
        </Button>
      )}
    </p>
  );
}

function WritesSection({ task, writes }: { task: TaskDetails; writes: Record<string, unknown> }) {
  const count = Object.keys(writes).length;
  return (
    <TaskSection title="Writes" aside={count > 0 && !task.isPending && <StrikeButton task={task} />}>
      {count === 0 ? (
        <p className="px-3 text-xs text-fg-3">Nothing.</p>
      ) : (
        <ValueTree label={`Writes of ${task.node}`} values={writes} />
      )}
    </TaskSection>
  );
}

/** As if the task had not written: up to the tip of the branch shown. */
function StrikeButton({ task }: { task: TaskDetails }) {
  const striking = useStriking();
  const { shownPath } = useDebugger();
  const { selection } = useSelected();
  const untilId = shownPath.at(-1);
  if (striking === null || selection === null || untilId === undefined) return null;
  return (
    <Button
      size="sm"
      icon={<Eraser aria-hidden size={11} />}
      aria-label={`Without what ${task.node} wrote…`}
      onClick={() => striking.look({ checkpointId: selection.checkpointId, taskId: task.id, channel: null, untilId })}
    >
      Without this write…
    </Button>
  );
}

function UsageSection({ usage }: { usage: TokenUsage }) {
  return (
    <TaskSection title="Tokens">
      <p className="px-3 font-mono text-xs text-fg-2 tabular-nums">
        {usage.input.toLocaleString('en')} in, {usage.output.toLocaleString('en')} out,{' '}
        {usage.total.toLocaleString('en')} together, as reported by {formatCount(usage.messages, 'message')}
        {usage.models.length > 0 && ` (${usage.models.join(', ')})`}
      </p>
    </TaskSection>
  );
}
