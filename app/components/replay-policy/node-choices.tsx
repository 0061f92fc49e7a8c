'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import type { Doing } from '@/lib/inspect/replay-choices';
import { cx } from '../ui/cx';
import { NodeChoiceRow } from './node-choice-row';
import type { PolicyDraft } from './use-policy-draft';

const ALL: readonly Doing[] = ['execute', 'reuse', 'mock'];

interface NodeChoicesProps {
  nodes: readonly string[];
  graph: DrawableGraph | undefined;
  draft: PolicyDraft;
}

/** For each node that may run again whether it does; folded away at first, since to execute is the rule. */
export function NodeChoices({ nodes, graph, draft }: NodeChoicesProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (nodes.length === 0) return null;
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex items-center gap-1.5 rounded-sm text-xs text-fg-2 hover:text-fg"
      >
        <ChevronRight aria-hidden size={13} className={cx('transition-transform', isOpen && 'rotate-90')} />
        Execute, reuse or mock
      </button>
      {isOpen && (
        <ul aria-label="What each node does" className="mt-1 max-h-72 divide-y overflow-y-auto">
          {nodes.map((node) => (
            <NodeChoiceRow key={node} node={node} graph={graph} doings={ALL} draft={draft} />
          ))}
        </ul>
      )}
    </div>
  );
}
