'use client';

import { Button } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { OTHER_END } from '@/lib/client/compare';
import { useStateView } from '@/lib/client/state-view';
import { nameOf, type OtherLine } from './use-compared';

/** The step shown is behind the last one of the other line. */
export function NothingBeside({ line }: { line: OtherLine }) {
  const { compareWith } = useStateView();
  return (
    <EmptyState
      title="Nothing stands beside this step"
      action={<Button onClick={() => compareWith(OTHER_END)}>Compare with its end</Button>}
    >
      {nameOf(line)} has no such step: it ended before, or its beginning was pruned.
    </EmptyState>
  );
}
