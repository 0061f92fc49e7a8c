'use client';

import { ChevronLeft, ChevronRight, CornerLeftUp } from 'lucide-react';
import { Fragment } from 'react';
import { IconButton } from '@/app/components/ui/icon-button';
import { useInsideSelection } from '@/lib/client/inside-selection';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { InsideSteps } from '@/lib/contracts/inside';
import { levelNamespaces } from '@/lib/inspect/inside-levels';
import { useDebugger, useSelected } from '../debugger-model';
import { InsideStrip } from './inside-strip';
import { useLeaveInside } from './use-leave-inside';

interface InsideBarProps {
  namespace: string;
  steps: InsideSteps | undefined;
  entry: TimelineEntry | undefined;
}

/** Which graph inside is looked into, the way out of it, and its steps. */
export function InsideBar({ namespace, steps, entry }: InsideBarProps) {
  const { timeline } = useDebugger();
  const { entry: rootEntry } = useSelected();
  const { enter, leave } = useInsideSelection();
  const out = useLeaveInside();
  const levels = levelNamespaces(namespace);
  const at = entry && steps ? steps.entries.indexOf(entry) : -1;
  return (
    <div className="shrink-0 border-b bg-now-soft">
      <div className="flex min-h-9 items-center gap-1.5 px-3 text-xs">
        <nav aria-label="Graphs around" className="min-w-0 flex-1">
          <ol className="flex min-w-0 flex-wrap items-center gap-x-1">
            <li>
              <button type="button" className={CRUMB} onClick={leave}>
                {timeline.thread.graphId ?? 'the graph'}
                {rootEntry && <span className="font-normal text-fg-3"> step {rootEntry.step}</span>}
              </button>
            </li>
            {levels.map(({ namespace: level, name }, index) => (
              <Fragment key={level}>
                <li aria-hidden className="text-fg-3">
                  /
                </li>
                <li className="min-w-0">
                  {index === levels.length - 1 ? (
                    <span aria-current="location" className="truncate px-1 font-semibold text-now">
                      {name}
                    </span>
                  ) : (
                    <button
                      type="button"
                      className={CRUMB}
                      onClick={() =>
                        rootEntry &&
                        enter({ namespace: level, checkpointId: steps?.around[level] ?? null }, rootEntry.checkpointId)
                      }
                    >
                      {name}
                    </button>
                  )}
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
        <StepButtons steps={steps} at={at} />
        <IconButton
          label="Back to the graph around"
          keys="u"
          className="size-6"
          icon={<CornerLeftUp aria-hidden size={13} />}
          onClick={out}
        />
      </div>
      {steps && <InsideStrip steps={steps} at={at} />}
    </div>
  );
}

const CRUMB = 'rounded-sm px-1 font-medium text-fg-2 hover:bg-hover hover:text-fg';

function StepButtons({ steps, at }: { steps: InsideSteps | undefined; at: number }) {
  const { move } = useInsideSelection();
  const go = (to: number) => {
    const target = steps?.entries[to];
    if (target) move(target.checkpointId);
  };
  const count = steps?.entries.length ?? 0;
  return (
    <>
      <IconButton
        label="Step before, inside"
        keys="["
        className="size-6"
        disabled={at <= 0}
        icon={<ChevronLeft aria-hidden size={13} />}
        onClick={() => go(at - 1)}
      />
      <IconButton
        label="Step after, inside"
        keys="]"
        className="size-6"
        disabled={at < 0 || at >= count - 1}
        icon={<ChevronRight aria-hidden size={13} />}
        onClick={() => go(at + 1)}
      />
    </>
  );
}
