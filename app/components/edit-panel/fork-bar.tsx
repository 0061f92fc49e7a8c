'use client';

import { Button } from '../ui/button';
import { useModifierKey } from '../ui/use-modifier-key';

interface ForkBarProps {
  /** Behind `Fork`, and `Fork & run`. */
  what?: string;
  /** What the branch is called when nothing is typed. */
  placeholder?: string;
  branchName: string;
  onBranchName: (name: string) => void;
  canFork: boolean;
  isDirty: boolean;
  isBusy: boolean;
  error: Error | null;
  onFork: (run: boolean) => void;
  onDiscard: () => void;
}

export function ForkBar({
  what = '',
  placeholder = 'branch name',
  branchName,
  onBranchName,
  canFork,
  isDirty,
  isBusy,
  error,
  onFork,
  onDiscard,
}: ForkBarProps) {
  const modifier = useModifierKey();
  return (
    <footer className="shrink-0 border-t bg-surface px-3 py-2.5">
      {error !== null && (
        <p role="alert" className="pb-2 break-words text-fail">
          {error.message}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="edit"
          disabled={!canFork}
          isBusy={isBusy}
          onClick={() => onFork(true)}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          Fork &amp; run {what}
          <span aria-hidden className="text-2xs">
            {modifier}↵
          </span>
        </Button>
        <Button disabled={!canFork} isBusy={isBusy} onClick={() => onFork(false)}>
          Fork {what}
        </Button>
        <input
          value={branchName}
          maxLength={80}
          aria-label="Name of the branch"
          placeholder={placeholder}
          autoComplete="off"
          className="h-7 min-w-24 flex-1 rounded-md border border-control-line/60 bg-surface px-2 text-xs placeholder:text-fg-3"
          onChange={(event) => onBranchName(event.target.value)}
        />
        <Button tone="ghost" onClick={onDiscard}>
          {isDirty ? 'Discard' : 'Close'}
        </Button>
      </div>
    </footer>
  );
}
