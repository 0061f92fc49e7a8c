'use client';

import { CornerLeftUp, CornerRightDown } from 'lucide-react';
import { cx } from '@/app/components/ui/cx';
import { useGraphActions } from './graph-view';

/** Looks into an opened graph: its own steps and its state. Not in the order of Tab: `i` on the node does the same, `u` leads out. */
export function LookInsideButton({ nodePath, isEntered }: { nodePath: string; isEntered: boolean }) {
  const { enter } = useGraphActions();
  const name = nodePath.split('|').at(-1);
  const Icon = isEntered ? CornerLeftUp : CornerRightDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={isEntered ? `Look out of ${name}` : `Look inside ${name}`}
      aria-pressed={isEntered}
      title={isEntered ? 'Back to the graph around (u)' : 'Look inside: its steps and its state (i)'}
      onClick={() => enter(isEntered ? null : nodePath)}
      className={cx(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-sm transition-colors hover:bg-hover hover:text-fg',
        isEntered ? 'text-now' : 'text-fg-3',
      )}
    >
      <Icon aria-hidden size={12} />
    </button>
  );
}
