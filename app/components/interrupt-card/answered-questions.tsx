'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button';

/** Questions of the past: the answer stands, and another one starts a branch. */
export function AnsweredQuestions({ nodes, children }: { nodes: string[]; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <div className="flex min-h-9 items-center gap-2 px-3 py-1 text-xs text-fg-2">
        <span className="min-w-0 flex-1">
          <span className="font-mono">{nodes.join(', ')}</span> asked here and got an answer.
        </span>
        <Button size="sm" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Leave it' : 'Answer differently'}
        </Button>
      </div>
      {isOpen && children}
    </div>
  );
}
