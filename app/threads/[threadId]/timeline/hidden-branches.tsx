'use client';

import { Eye } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { useChangeBranch } from '@/lib/client/branches';
import { formatCount } from '../../../components/ui/format';
import { useDebugger } from '../debugger-model';

/** Says that branches are out of sight, and brings them back. */
export function HiddenBranches() {
  const { threadId, timeline } = useDebugger();
  const change = useChangeBranch(threadId);
  const hidden = timeline.branches.filter((branch) => branch.hidden);
  if (hidden.length === 0) return null;
  const showAll = async () => {
    for (const { branchId } of hidden) await change.mutateAsync({ branchId, patch: { hidden: false } });
  };
  return (
    <Button
      size="sm"
      tone="ghost"
      icon={<Eye aria-hidden size={12} />}
      isBusy={change.isPending}
      title={hidden.map(({ name }) => name).join(', ')}
      onClick={() => void showAll()}
    >
      Show {formatCount(hidden.length, 'hidden branch', 'hidden branches')}
    </Button>
  );
}
