'use client';

import { Pin, PinOff } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { BESIDE, OTHER_END } from '@/lib/client/compare';
import { useStateView } from '@/lib/client/state-view';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { stepLabel } from '@/lib/inspect/marks';
import { nameOf, type OtherLine } from '../compare/use-compared';
import { useDebugger } from '../debugger-model';

interface DiffBaseProps {
  entry: TimelineEntry;
  /** What it is compared with; undefined for nothing, or what is not there. */
  base: TimelineEntry | undefined;
  /** That the branch shown is compared with, while it is. */
  line: OtherLine | null;
  isFork: boolean;
}

const PARENT = 'parent';
const START = 'start';

/** What the state is compared with. A pinned step stays while one looks at others, and in the address. */
export function DiffBase({ entry, base, line, isFork }: DiffBaseProps) {
  const { namespace } = useDebugger();
  const start = namespace === '' ? "the thread's start" : 'the first step inside';
  const { compare, compareWith } = useStateView();
  const isOther = compare === BESIDE || compare === OTHER_END;
  const isPinned = compare !== null && compare !== START && !isOther;
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-b px-3 text-xs text-fg-2">
      <label className="flex min-w-0 items-center gap-2">
        Against
        <select
          value={compare ?? PARENT}
          onChange={({ target }) => compareWith(target.value === PARENT ? null : target.value)}
          className="h-6 min-w-0 rounded-md border border-control-line bg-surface px-1.5 text-fg"
        >
          <option value={PARENT}>the step before</option>
          <option value={START}>{isFork ? 'where the branch forked' : start}</option>
          {line && <option value={BESIDE}>beside it, on {nameOf(line)}</option>}
          {line && <option value={OTHER_END}>the end of {nameOf(line)}</option>}
          {isOther && line === null && <option value={compare}>the other line</option>}
          {isPinned && <option value={compare}>{base ? `pinned step ${base.step}` : 'a pinned step'}</option>}
        </select>
      </label>
      {base !== undefined && (
        <span className="min-w-0 truncate text-fg-3">
          step {base.step}, {stepLabel(base)}
        </span>
      )}
      <span className="flex-1" />
      {compare === entry.checkpointId ? (
        <Button size="sm" icon={<PinOff aria-hidden size={11} />} onClick={() => compareWith(null)}>
          Unpin this step
        </Button>
      ) : (
        <Button size="sm" icon={<Pin aria-hidden size={11} />} onClick={() => compareWith(entry.checkpointId)}>
          Pin this step
        </Button>
      )}
    </div>
  );
}
