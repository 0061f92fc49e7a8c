'use client';

import { useEffect, useRef, useState } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useKeys } from '@/lib/client/use-keys';
import { type Selected, useDebuggerActions } from '../debugger-model';
import type { GraphActions } from '../graph/graph-view';
import { useEnterInside } from './use-enter-inside';
import { useInsidePaths } from './use-inside-paths';

const NOTICE_MS = 4_000;

/** Looking into a node's graph and out again, by button or key; and why it did not come to that, for a moment. */
export function useLookInside(): { enter: GraphActions['enter']; notice: string | null } {
  const { latest } = useDebuggerActions();
  const paths = useInsidePaths();
  const enterInside = useEnterInside();
  const { leave } = useInsideSelection();
  const [notice, setNotice] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = (text: string) => {
    clearTimeout(timer.current);
    setNotice(text);
    timer.current = setTimeout(() => setNotice(null), NOTICE_MS);
  };
  const look = (nodePath: string, taskId?: string) =>
    enterInside(nodePath, taskId).then(
      (isThere) => isThere || tell(`Nothing is stored of a call of ${nameOf(nodePath)} in this step.`),
      (error: Error) => tell(error.message),
    );
  const enter = useHandler((nodePath: string | null, taskId?: string) => {
    if (nodePath === null) leave();
    else void look(nodePath, taskId);
  });

  useKeys({
    'inside.enter': () => {
      const focused = document.activeElement?.closest<HTMLElement>('[data-node]')?.dataset.node;
      const nodePath = focused !== undefined && paths.has(focused) ? focused : nodeOfStep(paths, latest().entry);
      if (nodePath === undefined) tell('No node of this step holds a graph.');
      else void look(nodePath);
    },
  });
  return { enter, notice };
}

/** The node that ran in the step, else one that it stands before. */
function nodeOfStep(paths: ReadonlySet<string>, entry: Selected['entry']): string | undefined {
  const nodes = [...(entry?.tasks.map(({ node }) => node) ?? []), ...(entry?.next ?? [])];
  return nodes.find((node) => paths.has(node));
}

function nameOf(nodePath: string): string {
  return nodePath.split('|').join(' / ');
}
