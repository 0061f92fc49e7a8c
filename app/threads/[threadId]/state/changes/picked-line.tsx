'use client';

import { ArrowUpRight, ChevronLeft, ChevronRight, Eraser, Eye, EyeOff, History, X } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { IconButton } from '@/app/components/ui/icon-button';
import { keyLine } from '@/lib/client/key-map';
import { useStateView } from '@/lib/client/state-view';
import type { PickedValue } from '@/lib/client/value-path';
import type { ValueChange } from '@/lib/contracts/changes';
import { pathText } from '@/lib/inspect/preview';
import { changeText } from '@/lib/inspect/writer-text';
import { useDebugger, useSelected } from '../../debugger-model';
import { useStriking } from '../strike/strike-context';
import { Outside } from './outside';
import { useValues, type Values } from './picked-value';
import { useBlame } from './use-blame';

const SETTLE_MS = 60;

/** Below the state: the picked value, who wrote it, and the ways to its other changes. */
export function PickedLine() {
  const values = useValues();
  const { selection } = useSelected();
  if (values === null || values.picked === null || selection === null) return null;
  return <Line values={values} picked={values.picked} checkpointId={selection.checkpointId} />;
}

function Line({ values, picked, checkpointId }: { values: Values; picked: PickedValue; checkpointId: string }) {
  const { showTab } = useStateView();
  const { threadId } = useDebugger();
  const blame = useBlame(threadId, checkpointId, picked.path, SETTLE_MS);
  const text = pathText(picked.path);
  const isWatched = values.isWatched(picked.path);
  const icon = { 'aria-hidden': true, size: 12 } as const;
  return (
    <section aria-label="Picked value" className="flex shrink-0 flex-col border-t bg-sunken px-3 py-1 text-xs">
      <div className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 flex-1 truncate font-mono text-fg" title={text}>
          {text}
        </span>
        {/* Before the others: it comes and goes with the step, and they stay where they are. */}
        {blame.data && <StrikeButton change={blame.data} checkpointId={checkpointId} />}
        <IconButton
          className="size-6!"
          label="Last change before this step"
          keys={keyLine('value.previous').keys[0] as string}
          icon={<ChevronLeft {...icon} />}
          onClick={() => values.jump('back')}
        />
        <IconButton
          className="size-6!"
          label="Next change after this step"
          keys={keyLine('value.next').keys[0] as string}
          icon={<ChevronRight {...icon} />}
          onClick={() => values.jump('onward')}
        />
        <IconButton
          className="size-6!"
          label="History of this value"
          keys={keyLine('value.history').keys[0] as string}
          icon={<History {...icon} />}
          onClick={() => showTab('history')}
        />
        <IconButton
          className="size-6!"
          label={isWatched ? 'Stop watching' : 'Watch'}
          keys={keyLine('value.watch').keys[0] as string}
          icon={isWatched ? <EyeOff {...icon} /> : <Eye {...icon} />}
          onClick={() => values.toggleWatch(picked.path)}
        />
        <IconButton className="size-6!" label="Let go of this value" icon={<X {...icon} />} onClick={values.forget} />
      </div>
      <div role="status" className="flex min-h-5 min-w-0 items-center gap-1.5 text-fg-2">
        {values.jumpNote?.checkpointId === checkpointId && (
          <span className="shrink-0 text-wait">{values.jumpNote.text}.</span>
        )}
        <WriterText values={values} blame={blame} checkpointId={checkpointId} />
      </div>
    </section>
  );
}

interface WriterTextProps {
  values: Values;
  blame: ReturnType<typeof useBlame>;
  checkpointId: string;
}

function WriterText({ values, blame: { data: change, error, refetch }, checkpointId }: WriterTextProps) {
  const { history } = useDebugger();
  if (error) {
    return (
      <>
        <span className="min-w-0 truncate text-fail">Its writer could not be found: {error.message}</span>
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </>
    );
  }
  if (change === undefined) return <span className="text-fg-3">Looking for its writer…</span>;
  if (change === null) return <span>Nothing was written here up to this step.</span>;
  const branch = history.branches.find(({ branchId }) => branchId === change.branchId);
  const isElsewhere = change.branchId !== history.byId.get(checkpointId)?.branchId;
  return (
    <>
      <Told change={change} isHere={change.checkpointId === checkpointId} onShow={() => values.show(change)} />
      {isElsewhere && branch && <span className="shrink-0 text-fg-3">on {branch.name}, before the fork</span>}
      <Outside change={change} />
    </>
  );
}

function Told({ change, isHere, onShow }: { change: ValueChange; isHere: boolean; onShow: () => void }) {
  const { history } = useDebugger();
  const text = changeText(change);
  const shown = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const isKept = history.byId.has(change.checkpointId);
  if (isHere || !isKept) {
    return (
      <span className="min-w-0 truncate" title={shown}>
        {shown}
        {isHere ? ', here' : ', which is not kept any more'}
      </span>
    );
  }
  return (
    <button
      type="button"
      title={shown}
      className="flex min-w-0 items-center gap-0.5 rounded-sm text-now hover:underline"
      onClick={onShow}
    >
      <span className="truncate">{shown}</span>
      <ArrowUpRight aria-hidden size={12} className="shrink-0" />
    </button>
  );
}

/** As if its writer had not written: where that is one task, the input, or an edit. */
function StrikeButton({ change, checkpointId }: { change: ValueChange; checkpointId: string }) {
  const striking = useStriking();
  const { history } = useDebugger();
  if (striking === null || change.sinceStep !== null) return null;
  const taskId = writingTask(change, history.byId.get(change.checkpointId)?.tasks ?? []);
  if (taskId === undefined) return null;
  const strike = { checkpointId: change.checkpointId, taskId, channel: String(change.path[0]), untilId: checkpointId };
  return (
    <IconButton
      className="size-6!"
      label="Without this write…"
      icon={<Eraser aria-hidden size={12} />}
      onClick={() => striking.look(strike)}
    />
  );
}

/** Null for an edit; undefined when there is none, or no single one. */
function writingTask(
  { writer }: ValueChange,
  tasks: readonly { id: string; node: string }[],
): string | null | undefined {
  if (writer.kind === 'edit') return null;
  if (writer.kind === 'input') return tasks.find(({ node }) => node === '__start__')?.id;
  return writer.kind === 'tasks' && writer.tasks.length === 1 ? writer.tasks[0]?.taskId : undefined;
}
