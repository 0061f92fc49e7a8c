'use client';

import { useState } from 'react';
import { useCancelExperiment } from '@/lib/client/experiments';
import type { EndComparison, Experiment, ExperimentRow, RowStatus } from '@/lib/contracts/experiment';
import { Badge, type BadgeTone } from '../ui/badge';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { DeleteBranches } from './delete-branches';

interface ExperimentResultsProps {
  threadId: string;
  experiment: Experiment;
  /** The branch that the debugger shows. */
  shownBranchId: string | null;
  leaveOut: string;
  onLeaveOut: (text: string) => void;
  onSelect: (selection: { branchId: string; checkpointId: string }) => void;
  onDelete: (branchIds: string[]) => void;
}

/** Rows as they stand, how their ends differ, and which are alike. */
export function ExperimentResults(props: ExperimentResultsProps) {
  const { threadId, experiment, shownBranchId, leaveOut, onLeaveOut, onSelect, onDelete } = props;
  const cancel = useCancelExperiment(threadId);
  const [isDeleting, setIsDeleting] = useState(false);
  const { rows, ends, status, experimentId } = experiment;
  const isRunning = status === 'running';
  const over = rows.filter((row) => row.status !== 'queued' && row.status !== 'running').length;
  const branchIds = rows.flatMap(({ branchId, isDeleted }) => (isDeleted ? [] : (branchId ?? [])));
  return (
    <section aria-label="Results" className="flex min-w-0 flex-col gap-2 border-t pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="text-xs text-fg-2 tabular-nums">
          {isRunning ? `${over} of ${rows.length} over` : resultText(experiment)}
        </p>
        {isRunning && (
          <Button size="sm" isBusy={cancel.isPending} onClick={() => cancel.mutate(experimentId)}>
            Cancel
          </Button>
        )}
        {!isRunning && branchIds.length > 0 && !isDeleting && (
          <Button size="sm" tone="ghost" className="ml-auto" onClick={() => setIsDeleting(true)}>
            Delete these branches…
          </Button>
        )}
      </div>
      {isDeleting && (
        <DeleteBranches
          threadId={threadId}
          branchIds={branchIds}
          onDelete={onDelete}
          onClose={() => setIsDeleting(false)}
        />
      )}
      {experiment.kind === 'again' && <Groups ends={ends} total={ends.compared.length} />}
      <div className="overflow-x-auto">
        <table aria-label="Rows" className="w-full text-xs">
          <thead>
            <tr className="border-b text-left text-fg-2">
              {['Row', 'Branch', 'Status', 'Steps'].map((head) => (
                <th key={head} scope="col" className="py-1 pr-3 font-normal first:pl-1.5">
                  {head}
                </th>
              ))}
              {ends.varying.map(({ key }) => (
                <th key={key} scope="col" className="py-1 pr-3 font-mono font-normal text-edit">
                  {key}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.row}
                row={row}
                varying={ends.varying}
                isShown={row.branchId !== null && row.branchId === shownBranchId}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
      </div>
      <label className="flex flex-wrap items-center gap-1.5 text-xs text-fg-2">
        All keys of the ends are compared, ids of chat messages aside. Leave out
        <input
          value={leaveOut}
          placeholder="key, messages.tool_calls.id"
          spellCheck={false}
          autoComplete="off"
          className="h-6 min-w-40 flex-1 rounded-md border border-control-line/60 bg-surface px-2 font-mono text-xs placeholder:text-fg-3"
          onChange={(event) => onLeaveOut(event.target.value)}
        />
      </label>
    </section>
  );
}

function Row({
  row,
  varying,
  isShown,
  onSelect,
}: {
  row: ExperimentRow;
  varying: EndComparison['varying'];
  isShown: boolean;
  onSelect: ExperimentResultsProps['onSelect'];
}) {
  const { branchId, endCheckpointId, isDeleted, name, status, reason, steps } = row;
  return (
    <tr
      aria-current={isShown || undefined}
      className={cx('border-b border-line align-top last:border-b-0', isShown && 'bg-now-soft')}
    >
      <td className="py-1.5 pr-3 pl-1.5 text-fg-2 tabular-nums">{row.row}</td>
      <th scope="row" className="py-1.5 pr-3 text-left font-normal whitespace-nowrap">
        {branchId !== null && endCheckpointId !== null && !isDeleted ? (
          <button
            type="button"
            className={cx(
              'rounded-sm text-now underline decoration-now/40 underline-offset-2 hover:decoration-now',
              isShown ? 'font-bold' : 'font-medium',
            )}
            onClick={() => onSelect({ branchId, checkpointId: endCheckpointId })}
          >
            {name}
          </button>
        ) : (
          <span className="text-fg-2">{isDeleted ? <s>{name}</s> : name}</span>
        )}
      </th>
      <td className="py-1 pr-3">
        <Badge tone={TONES[status]}>{WORDS[status]}</Badge>
        {isDeleted && <span className="text-fg-2"> branch deleted</span>}
        {reason !== null && <p className="max-w-72 pt-0.5 break-words text-fg-2">{reason}</p>}
      </td>
      <td className="py-1.5 pr-3 tabular-nums">{steps ?? '–'}</td>
      {varying.map(({ key, values }) => {
        const at = values.findIndex(({ rows }) => rows.includes(row.row));
        return (
          <td key={key} className="max-w-72 min-w-20 py-1.5 pr-3 font-mono break-all">
            {at < 0 ? '' : (values[at]?.text ?? <span className="text-fg-3">not set</span>)}
          </td>
        );
      })}
    </tr>
  );
}

/** Alike ends, and what varies with how often: the most frequent first. */
function Groups({ ends, total }: { ends: EndComparison; total: number }) {
  if (total === 0) return null;
  return (
    <div className="flex flex-col gap-2 text-xs">
      <ul aria-label="Equal ends" className="flex flex-col gap-1">
        {ends.groups.map(({ outcome, rows }) => (
          <li key={rows[0]} className="flex items-baseline gap-2">
            <span className="w-24 shrink-0 font-medium tabular-nums">
              {rows.length} of {total} {rows.length === 1 ? 'alone' : 'equal'}
            </span>
            <span aria-hidden className="h-2 w-40 shrink-0 overflow-hidden rounded-full bg-sunken">
              <span className="block h-full bg-edit" style={{ width: `${(rows.length / total) * 100}%` }} />
            </span>
            <span className="min-w-0 break-words text-fg-2">
              {outcome} · {rows.join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {ends.varying.length > 0 && (
        <ul aria-label="Keys that vary" className="flex flex-col gap-1">
          {ends.varying.map(({ key, values }) => (
            <li key={key}>
              <span className="font-mono text-edit">{key}</span>{' '}
              {values
                .toSorted((a, b) => b.rows.length - a.rows.length)
                .map(({ text, rows }) => `${text ?? 'not set'} ×${rows.length}`)
                .join(' · ')}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function resultText({ status, rows, ends }: Experiment): string {
  const alike = ends.groups.length;
  const differing = ends.varying.map(({ key }) => key).join(', ');
  const what =
    ends.compared.length === 0
      ? 'no end to compare'
      : alike === 1
        ? `${ends.compared.length} ends, all equal`
        : `${alike} different ends${differing === '' ? '' : `; they differ in ${differing}`}`;
  return `${status === 'cancelled' ? 'Cancelled' : 'Done'}: ${rows.length} rows, ${what}.`;
}

const WORDS: Record<RowStatus, string> = {
  queued: 'Queued',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  waiting: 'Asks',
  stopped: 'Stopped',
  unstarted: 'Not started',
};

const TONES: Record<RowStatus, BadgeTone> = {
  queued: 'neutral',
  running: 'now',
  done: 'done',
  failed: 'fail',
  waiting: 'wait',
  stopped: 'neutral',
  unstarted: 'neutral',
};
