'use client';

import { Copy, Download, GitCompareArrows, Scissors, Trash2, X } from 'lucide-react';
import Link from 'next/link';
import { comparisonHref } from '@/lib/client/compare';
import { Button, buttonClass } from '../ui/button';
import type { ThreadAct } from './thread-act';

interface ChosenBarProps {
  threadIds: string[];
  act: ThreadAct | null;
  onAct: (act: ThreadAct) => void;
  onClear: () => void;
}

/** What can be done to the chosen threads; to all of them while none is chosen. */
export function ChosenBar({ threadIds, act, onAct, onClear }: ChosenBarProps) {
  const count = `${threadIds.length.toLocaleString('en')} chosen`;
  const [first, second] = threadIds;
  if (threadIds.length === 0) {
    return (
      <Button
        icon={<Scissors aria-hidden size={13} />}
        aria-expanded={act?.kind === 'prune'}
        onClick={() => onAct({ kind: 'prune', threadIds: null })}
      >
        Prune
      </Button>
    );
  }
  return (
    <div role="toolbar" aria-label="Chosen threads" className="flex flex-wrap items-center gap-2">
      {first !== undefined && second !== undefined && threadIds.length === 2 && (
        <Link href={comparisonHref(first, second)} className={buttonClass()}>
          <GitCompareArrows aria-hidden size={13} />
          Compare {count}
        </Link>
      )}
      <Button icon={<Copy aria-hidden size={13} />} onClick={() => onAct({ kind: 'copy', threadIds })}>
        Copy {count}
      </Button>
      <Button
        icon={<Download aria-hidden size={13} />}
        aria-expanded={act?.kind === 'export'}
        onClick={() => onAct({ kind: 'export', threadIds })}
      >
        Export {count}
      </Button>
      <Button
        icon={<Scissors aria-hidden size={13} />}
        aria-expanded={act?.kind === 'prune'}
        onClick={() => onAct({ kind: 'prune', threadIds })}
      >
        Prune {count}
      </Button>
      <Button
        icon={<Trash2 aria-hidden size={13} />}
        aria-expanded={act?.kind === 'delete'}
        onClick={() => onAct({ kind: 'delete', threadIds })}
      >
        Delete {count}
      </Button>
      <Button tone="ghost" icon={<X aria-hidden size={13} />} onClick={onClear}>
        Choose none
      </Button>
    </div>
  );
}
