'use client';

import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { NextNodes } from '@/app/components/edit-panel/next-nodes';
import { ChoiceSwitch } from '@/app/components/ui/choice-switch';
import { formatCount } from '@/app/components/ui/format';
import type { StrikePreview, StruckState } from '@/lib/contracts/strike';
import type { Difference } from '@/lib/inspect/diff';
import { diffLines } from '@/lib/inspect/diff-lines';
import { previewOf } from '@/lib/inspect/preview';
import { struckText } from '@/lib/inspect/writer-text';
import { DiffLines } from '../diff-lines';

type Preview = StrikePreview<Difference>;

/** The struck write, what the state would be at its step and at the end, and what would run next. */
export function StrikePreviewBody({ preview }: { preview: Preview }) {
  const { next, willRun, runAgain } = preview;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <StruckWrite preview={preview} />
      <Differences preview={preview} />
      <Limits preview={preview} />
      <div className="shrink-0 bg-sunken">
        {next.length === 0 ? (
          <p className="border-t px-3 py-2 text-fg-2">Nothing runs next: a fork without it ends here.</p>
        ) : (
          <NextNodes
            preview={{ next, willRun, runAgain, asNode: '', calledRouters: [], around: [] }}
            policy={undefined}
          />
        )}
      </div>
    </div>
  );
}

const WRITE_CHARACTERS = 120;

function StruckWrite({ preview: { struck, writes } }: { preview: Preview }) {
  const text = struckText(struck);
  return (
    <div className="flex shrink-0 flex-col gap-1 border-b bg-edit-soft px-3 py-2 text-xs">
      <p className="font-medium text-edit">Struck: {text}</p>
      <ul aria-label="Struck writes" className="flex flex-col font-mono leading-5">
        {struck.channels.map((channel) => (
          <li key={channel} className="min-w-0 truncate text-fg-2">
            {channel}: <del className="text-fg">{previewOf(writes[channel], WRITE_CHARACTERS)}</del>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** At the end of the way at first: that is what the write came to. */
function Differences({ preview: { atStep, atEnd, steps } }: { preview: Preview }) {
  const [isAtStep, setIsAtStep] = useState(false);
  if (atEnd === null) return <StateWithout state={atStep} heading={`At step ${atStep.step}`} empty={NOTHING_CHANGED} />;
  const heading = (
    <>
      <ChoiceSwitch
        label="Which state"
        choices={[
          { key: 'step', label: `At step ${atStep.step}` },
          { key: 'end', label: `At step ${atEnd.step}` },
        ]}
        chosen={isAtStep ? 'step' : 'end'}
        onChoose={(place) => setIsAtStep(place === 'step')}
      />
      <span className="ml-auto truncate font-normal text-fg-3">
        {isAtStep ? 'where it was written' : `${formatCount(steps, 'later step')} applied as recorded`}
      </span>
    </>
  );
  return isAtStep ? (
    <StateWithout state={atStep} heading={heading} empty={NOTHING_CHANGED} />
  ) : (
    <StateWithout state={atEnd} heading={heading} empty="The state would be the same: later writes outweigh it." />
  );
}

const NOTHING_CHANGED = 'The state would be the same: the write changed nothing.';

function StateWithout({
  state,
  heading,
  empty,
}: {
  state: StruckState<Difference>;
  heading: ReactNode;
  empty: string;
}) {
  const lines = useMemo(() => diffLines(state.difference ?? undefined), [state.difference]);
  return (
    <div className="flex min-h-24 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center gap-1 border-b bg-sunken px-2 text-2xs font-medium text-fg-2">
        {heading}
      </div>
      {lines.length === 0 ? (
        <p className="px-3 py-2 text-fg-2">{empty}</p>
      ) : (
        <DiffLines label={`At step ${state.step}, without the write`} lines={lines} />
      )}
    </div>
  );
}

/** What this preview is, and what it can't tell. */
function Limits({ preview: { atEnd, stopped, kept, drifted, gone, struck } }: { preview: Preview }) {
  return (
    <ul
      aria-label="What this can tell"
      className="flex shrink-0 flex-col gap-1 border-t bg-sunken px-3 py-2 text-xs text-fg-2"
    >
      <li>
        No node ran for this. {atEnd === null ? 'Only' : 'Later writes are applied as they were recorded, and only'}{' '}
        {struck.channels.length === 1 ? 'the reducer of ' : 'the reducers of '}
        <span className="font-mono">{struck.channels.join(', ')}</span> combined them anew: fork to see what nodes would
        do.
      </li>
      {stopped !== null && (
        <Caution>
          It ends before step {stopped.step}. {stopped.reason}
        </Caution>
      )}
      {kept.length > 0 && (
        <Caution>
          Of an edit or a copy only its outcome is kept, so it stands as it was:{' '}
          {kept.map(({ step, channel }) => `${channel} at step ${step}`).join(', ')}.
        </Caution>
      )}
      {drifted.length > 0 && (
        <Caution>
          Today’s code makes something else of the recorded writes to{' '}
          <span className="font-mono">{drifted.join(', ')}</span>: the graph changed, or its reducer is not the same
          each time. The difference is against what it makes of them now.
        </Caution>
      )}
      {gone.length > 0 && (
        <Caution>
          The graph no longer has <span className="font-mono">{gone.join(', ')}</span>, or does not store it: it stays
          as it is.
        </Caution>
      )}
    </ul>
  );
}

function Caution({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-1.5 text-wait">
      <TriangleAlert aria-hidden size={13} className="mt-px shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
