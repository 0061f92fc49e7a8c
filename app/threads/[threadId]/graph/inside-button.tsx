'use client';

import { Maximize2, Minimize2 } from 'lucide-react';
import { cx } from '@/app/components/ui/cx';
import { useGraphActions, useGraphView } from './graph-view';

/** Opens the graph inside a node in place, or closes it. Not in the order of Tab: `o` on the node does the same. */
export function InsideButton({
  nodePath,
  isOpen,
  className,
}: {
  nodePath: string;
  isOpen: boolean;
  className: string;
}) {
  const view = useGraphView();
  const { setOpen } = useGraphActions();
  const Icon = isOpen ? Minimize2 : Maximize2;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${isOpen ? 'Close' : 'Open'} the graph inside ${nodePath.split('|').at(-1)}`}
      aria-expanded={isOpen}
      title={isOpen ? 'Close the graph inside (o)' : 'Open the graph inside (o)'}
      onClick={() => {
        view.focusWhenDrawn(nodePath);
        setOpen(nodePath, !isOpen);
      }}
      className={cx(
        'inline-flex size-6 items-center justify-center rounded-sm text-fg-3 transition-colors hover:bg-hover hover:text-fg',
        className,
      )}
    >
      <Icon aria-hidden size={12} />
    </button>
  );
}
