'use client';

import { useDebugger } from '../../debugger-model';
import { NotTheState } from '../changes/picked-value';
import { StateTree } from '../state-tree';
import { useTree } from '../use-tree';

/** Some values as a tree of their own, as high as they need up to a limit. */
export function ValueTree({ label, values }: { label: string; values: Record<string, unknown> }) {
  const { threadId } = useDebugger();
  const tree = useTree({ threadId, values, isOpen: true });
  return (
    <NotTheState>
      <StateTree tree={tree} label={label} isInset />
    </NotTheState>
  );
}
