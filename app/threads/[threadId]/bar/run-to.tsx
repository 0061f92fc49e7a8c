'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/app/components/ui/button';
import { Popover } from '@/app/components/ui/popover';
import { breakpointNodesQuery } from '@/lib/client/breakpoints';
import type { Breakpoint } from '@/lib/contracts/breakpoint';
import { nodeText } from '@/lib/inspect/breakpoint-list';
import { nodesOfGraph } from '../breakpoints/nodes-of-graph';
import { useDebugger } from '../debugger-model';

interface RunToProps {
  graphId: string;
  /** Of the checkpoint that the run begins at. */
  step: number;
  onRun: (until: Breakpoint) => void;
  onClose: () => void;
}

const FIELD =
  'h-7 min-w-0 flex-1 rounded-md border border-control-line/60 bg-surface px-2 text-xs hover:border-control-line';

/** Runs on until a node is next, or until a step is made. */
export function RunTo({ graphId, step, onRun, onClose }: RunToProps) {
  const { graph } = useDebugger();
  const { data: inside } = useQuery(breakpointNodesQuery(graphId));
  const nodes = [...new Set([...(nodesOfGraph(graph) ?? []), ...(inside ?? [])])];
  const [node, setNode] = useState<string | null>(null);
  const [toStep, setToStep] = useState(String(step + 2));
  const chosen = node ?? nodes[0];
  const target = Number(toStep);
  const isLater = Number.isInteger(target) && target > step;
  return (
    <Popover label="Run to" onClose={onClose} className="w-80">
      <form
        aria-label="Run to a node"
        className="flex items-center gap-2 px-3 pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== undefined) onRun({ node: chosen, when: 'before' });
        }}
      >
        <span className="w-12 text-xs text-fg-2">before</span>
        <select
          aria-label="Node"
          value={chosen}
          className={`${FIELD} font-mono`}
          onChange={(event) => setNode(event.target.value)}
        >
          {nodes.map((name) => (
            <option key={name} value={name}>
              {nodeText(name)}
            </option>
          ))}
        </select>
        <Button size="sm" type="submit" aria-label="Run to the node">
          Run
        </Button>
      </form>
      <form
        aria-label="Run to a step"
        className="flex items-center gap-2 px-3 pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isLater) onRun({ step: target });
        }}
      >
        <span className="w-12 text-xs text-fg-2">step</span>
        <input
          aria-label="Step"
          inputMode="numeric"
          value={toStep}
          aria-invalid={!isLater}
          className={`${FIELD} tabular-nums`}
          onChange={(event) => setToStep(event.target.value)}
        />
        <Button size="sm" type="submit" aria-label="Run to the step" disabled={!isLater}>
          Run
        </Button>
      </form>
      <p className="px-3 pt-2 pb-3 text-2xs text-fg-3">
        {isLater
          ? 'The breakpoints in force, questions and failures stop it before.'
          : `Name a step after ${step}, where the run begins.`}
      </p>
    </Popover>
  );
}
