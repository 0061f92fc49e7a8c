'use client';

import { X } from 'lucide-react';
import { useId, useRef } from 'react';
import { IconButton } from '@/app/components/ui/icon-button';
import { onEscape } from '@/app/components/ui/on-key';
import { INSIDE } from '@/lib/inspect/node-runs';
import { focusNode } from '../focus-node';
import { useGraphActions } from '../graph-view';
import { LOOK_ICON } from '../look-icon';
import { detailOf, lookOf, nameOf } from '../node-look';
import type { ShownActivity } from '../use-graph-activity';
import { NodeRuns } from './node-runs';
import { NodeTasks } from './node-tasks';

/** What the selected node did at the step shown, and all its runs on the path shown. Escape closes it. */
export function NodeDetails({ nodePath, shown }: { nodePath: string; shown: ShownActivity }) {
  const { select } = useGraphActions();
  const panel = useRef<HTMLElement>(null);
  const headingId = useId();
  const activity = shown.activity.nodes.get(nodePath);
  const names = nodePath.split(INSIDE);
  const close = () => {
    const pane = panel.current?.parentElement?.closest('section') ?? null;
    select(null);
    focusNode(pane, nodePath);
  };
  return (
    <section
      ref={panel}
      aria-labelledby={headingId}
      onKeyDown={onEscape(close)}
      className="flex h-full flex-col bg-surface"
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b pr-1 pl-3">
        {LOOK_ICON[lookOf(activity)]}
        <h2 id={headingId} className="min-w-0 truncate font-semibold">
          <span className="sr-only">{nameOf(nodePath)}</span>
          <span aria-hidden>
            {names.length > 1 && <span className="font-normal text-fg-3">{names.slice(0, -1).join(' / ')} / </span>}
            {names.at(-1)}
          </span>
        </h2>
        <span className="min-w-0 flex-1 truncate font-mono text-2xs text-fg-3">{detailOf(activity)}</span>
        <IconButton label="Close the node’s details" keys="Esc" icon={<X aria-hidden size={14} />} onClick={close} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NodeTasks nodePath={nodePath} shown={shown} />
      </div>
      <NodeRuns nodePath={nodePath} shown={shown} />
    </section>
  );
}
