'use client';

import type { ExperimentDraft } from '@/lib/client/experiment-draft';
import { MOST_AT_ONCE, MOST_TIMES } from '@/lib/inspect/experiment-limits';
import { Button } from '../ui/button';

interface AgainFormProps {
  draft: ExperimentDraft;
  change: (next: (draft: ExperimentDraft) => ExperimentDraft) => void;
  isBusy: boolean;
  onRun: () => void;
}

export function AgainForm({ draft, change, isBusy, onRun }: AgainFormProps) {
  const fits = Number.isInteger(draft.times) && draft.times >= 1 && draft.times <= MOST_TIMES;
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits && !isBusy) onRun();
      }}
    >
      <p className="w-full text-xs text-fg-2">
        Runs this step and all that follows so many times, each on a branch of its own, side effects included.
        Breakpoints do not stop them.
      </p>
      <NumberField
        label="Times"
        value={draft.times}
        max={MOST_TIMES}
        onChange={(times) => change((now) => ({ ...now, times }))}
      />
      <AtOnce draft={draft} change={change} />
      <Button type="submit" tone="edit" disabled={!fits} isBusy={isBusy}>
        Run {fits ? `${draft.times} times` : ''}
      </Button>
      {!fits && (
        <p role="alert" className="w-full text-xs text-fail">
          Times is a whole number from 1 to {MOST_TIMES}.
        </p>
      )}
    </form>
  );
}

export function AtOnce({ draft, change }: Pick<AgainFormProps, 'draft' | 'change'>) {
  return (
    <NumberField
      label="At once"
      value={draft.atOnce}
      max={MOST_AT_ONCE}
      onChange={(atOnce) => change((now) => ({ ...now, atOnce: Math.min(Math.max(1, atOnce || 1), MOST_AT_ONCE) }))}
    />
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
}

function NumberField({ label, value, max, onChange }: NumberFieldProps) {
  return (
    <label className="inline-flex items-center gap-1.5 text-xs text-fg-2">
      {label}
      <input
        type="number"
        min={1}
        max={max}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-7 w-16 rounded-md border border-control-line/60 bg-surface px-2 text-fg tabular-nums"
      />
    </label>
  );
}
