'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { type EditDraft, isDirty } from '@/lib/client/edit-draft';
import type { Preview } from '@/lib/contracts/fork';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import { cx } from '../ui/cx';
import { Skeleton } from '../ui/skeleton';
import { AsNodeMenu } from './as-node-menu';
import { ChangedRows } from './changed-rows';
import { NextNodes } from './next-nodes';

interface EditPreviewProps {
  draft: EditDraft;
  preview: UseQueryResult<Preview>;
  original: Record<string, unknown>;
  /** The graph's nodes. */
  nodes: readonly string[];
  onAsNode: (node: string | null) => void;
  /** What is chosen for them besides to run. */
  policy: ReplayPolicy | undefined;
}

/** What the edit will do, in view while it is being made. */
export function EditPreview({ draft, preview, original, nodes, onAsNode, policy }: EditPreviewProps) {
  const titleId = useId();
  const [isOpen, setIsOpen] = useState(true);
  return (
    <section aria-labelledby={titleId} className="flex max-h-[max(35%,180px)] shrink-0 flex-col border-t bg-sunken">
      <div className="flex min-h-9 shrink-0 items-center gap-2 px-3">
        <h3 id={titleId} className="flex-1">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="flex items-center gap-1.5 rounded-sm font-medium"
          >
            <ChevronRight
              aria-hidden
              size={13}
              className={cx('text-fg-3 transition-transform', isOpen && 'rotate-90')}
            />
            What this will do
          </button>
        </h3>
        {isDirty(draft) && (preview.data || preview.isError) && (
          <AsNodeMenu preview={preview.data} nodes={nodes} chosen={draft.asNode} onChoose={onAsNode} />
        )}
      </div>
      {isOpen && (
        <section
          aria-label="Effects of the edit"
          aria-live="polite"
          aria-busy={preview.isFetching}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className={cx('min-h-0 overflow-y-auto -outline-offset-2', preview.isPlaceholderData && 'opacity-60')}
        >
          <PreviewBody draft={draft} preview={preview} original={original} policy={policy} />
        </section>
      )}
    </section>
  );
}

function PreviewBody({ draft, preview, original, policy }: Omit<EditPreviewProps, 'onAsNode' | 'nodes'>) {
  if (!isDirty(draft)) {
    return <p className="px-3 pb-2.5 text-fg-2">Nothing yet. Change a value above to see what it would lead to.</p>;
  }
  if (preview.isError) {
    return (
      <p role="alert" className="px-3 py-2.5 break-words text-fail">
        {preview.error.message}
      </p>
    );
  }
  if (preview.data === undefined) {
    return (
      <div className="flex flex-col gap-2 px-3 py-3">
        <Skeleton className="h-3.5 w-52" />
        <Skeleton className="h-3.5 w-40" />
      </div>
    );
  }
  return (
    <>
      <ChangedRows before={original} preview={preview.data} />
      <NextNodes preview={preview.data} policy={policy} />
    </>
  );
}
