'use client';

import { useMutation } from '@tanstack/react-query';
import { ChevronFirst } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { findFirst } from '@/lib/client/find';
import { useDebugger } from '../debugger-model';
import { useFind } from './find-context';

/** Leads to where the expression first became true: found already, or while the search goes on, by halving the branch. */
export function FirstHit({ goTo }: { goTo: (checkpointId: string) => void }) {
  const { threadId } = useDebugger();
  const { expression, branchId, result, isSearching } = useFind();
  const halving = useMutation({
    mutationFn: () => findFirst({ threadId, expression, branchId }, new AbortController().signal),
    onSuccess: (first) => first?.hit && goTo(first.hit.checkpointId),
  });
  const known = result?.hits[0];
  const canHalve = result !== undefined && isSearching && branchId !== null;
  const note = halving.error?.message ?? (isSearching ? halving.data?.note : undefined);
  return (
    <>
      <Button
        size="sm"
        icon={<ChevronFirst aria-hidden size={13} />}
        disabled={known === undefined && !canHalve}
        isBusy={halving.isPending}
        onClick={() => (known === undefined ? halving.mutate() : goTo(known))}
      >
        First hit
      </Button>
      {note !== undefined && (
        <span role="status" className={cx('text-2xs', halving.error ? 'text-fail' : 'text-fg-2')}>
          {note}
        </span>
      )}
    </>
  );
}
