'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useGraphActions, useGraphView, useIsSelected, useIsTabStop } from './graph-view';

interface NodeButtonProps {
  nodePath: string;
  /** All that the drawing tells. */
  label: string;
  className: string;
  children: ReactNode;
}

/** The part of a node that opens its details. One node of the graph is in the order of Tab; keys walk on from there. */
export function NodeButton({ nodePath, label, className, children }: NodeButtonProps) {
  const view = useGraphView();
  const { select } = useGraphActions();
  const isSelected = useIsSelected(nodePath);
  const isTabStop = useIsTabStop(nodePath);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (view.takeFocus(nodePath)) button.current?.focus({ preventScroll: true });
  }, [view, nodePath]);
  return (
    <button
      ref={button}
      type="button"
      data-node={nodePath}
      aria-label={label}
      aria-pressed={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => view.show({ tabStopPath: nodePath })}
      onClick={() => select(isSelected ? null : nodePath)}
      className={className}
    >
      {children}
    </button>
  );
}
