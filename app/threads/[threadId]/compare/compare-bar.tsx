'use client';

import { ArrowLeftRight, GitCompareArrows, X } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { IconButton } from '@/app/components/ui/icon-button';
import { Kbd } from '@/app/components/ui/kbd';
import { useCompareChoice } from '@/lib/client/compare';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger } from '../debugger-model';
import { OtherChoice } from './other-choice';
import { partingText } from './parting-text';
import { useCompareActs } from './use-compare-acts';
import { type Compared, type OtherLine, useBeside, useCompared } from './use-compared';
import { useParting } from './use-parting';

interface CompareBarProps {
  /** A person has just asked to compare: the choice takes the focus. */
  isChoosing: boolean;
  onChosen: () => void;
}

/** What the branch shown is compared with, where they part, and how their ends differ. Escape leaves. */
export function CompareBar({ isChoosing, onChosen }: CompareBarProps) {
  const { leave: leaveInUrl } = useCompareChoice();
  const { history, branchId } = useDebugger();
  const compared = useCompared();
  const leave = () => {
    onChosen();
    leaveInUrl();
  };
  useKeys({ 'compare.leave': leave });
  const shown = history.branches.find((branch) => branch.branchId === branchId);
  return (
    <section
      aria-label="Comparison"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b bg-sunken px-3 py-1 text-xs text-fg-2"
    >
      <GitCompareArrows aria-hidden size={13} className="shrink-0" />
      <span className="max-w-48 truncate font-medium text-fg">{shown?.name ?? 'This branch'}</span>
      <span>with</span>
      <OtherChoice key={String(isChoosing)} takesFocus={isChoosing} onChosen={onChosen} />
      {compared.kind === 'line' ? <Told line={compared.line} /> : <Missing compared={compared} />}
      <IconButton label="Compare no longer" keys="Esc" icon={<X aria-hidden size={14} />} onClick={leave} />
    </section>
  );
}

const STATUS = 'min-w-0 flex-1 px-1';

function Told({ line }: { line: OtherLine }) {
  const { data, error, refetch, isPlaceholderData } = useParting(line);
  const { goToParting, goToEnds, swap } = useCompareActs(line, data);
  useKeys({ 'compare.parting': goToParting ?? undefined, 'compare.ends': goToEnds });
  return (
    <>
      <StepBeside line={line} />
      <p role="status" aria-busy={isPlaceholderData} className={STATUS}>
        {data ? partingText(data) : error ? `The lines could not be compared: ${error.message}` : 'Comparing…'}
      </p>
      {error && !data && (
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      )}
      <Button size="sm" disabled={goToParting === null} onClick={goToParting ?? undefined}>
        Where they part <Kbd keys="D" />
      </Button>
      <Button size="sm" onClick={goToEnds}>
        {data && data.ends.keys.length > 0 ? `Ends: ${data.ends.keys.length} differ` : 'Ends'} <Kbd keys="⇧D" />
      </Button>
      {swap && (
        <IconButton label="Swap the two branches" icon={<ArrowLeftRight aria-hidden size={13} />} onClick={swap} />
      )}
    </>
  );
}

/** `beside step 4`: the other line's, or that it has ended. */
function StepBeside({ line }: { line: OtherLine }) {
  const { entry } = useBeside(line);
  return (
    <span className="shrink-0 rounded-sm border px-1.5 font-mono text-2xs leading-5 text-fg-2">
      {entry ? `step ${entry.step} beside` : 'nothing beside'}
    </span>
  );
}

function Missing({ compared }: { compared: Exclude<Compared, { kind: 'line' }> }) {
  const failed = compared.kind === 'failed' ? compared : null;
  return (
    <>
      <p role="status" className={`${STATUS} ${compared.kind === 'gone' || failed ? 'text-fail' : ''}`}>
        {missingText(compared)}
      </p>
      {failed && (
        <Button size="sm" onClick={failed.retry}>
          Try again
        </Button>
      )}
    </>
  );
}

function missingText(compared: Exclude<Compared, { kind: 'line' }>): string {
  switch (compared.kind) {
    case 'none':
      return 'Choose a branch, or a thread of the same graph.';
    case 'loading':
      return 'Reading the other thread…';
    case 'failed':
      return `The other thread could not be read: ${compared.error.message}`;
    case 'gone':
      return GONE[compared.what];
  }
}

const GONE = {
  thread: 'There is no such thread, or it was deleted. Choose another one, or leave.',
  branch: 'There is no such branch, or it was deleted. Choose another one, or leave.',
  steps: 'The other thread has no steps yet. Choose another one, or leave.',
};
