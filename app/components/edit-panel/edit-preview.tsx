'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useId } from 'react';
import { type EditDraft, isDirty } from '@/lib/client/edit-draft';
import type { Preview } from '@/lib/contracts/debugger';
import { cx } from '../ui/cx';
import { Skeleton } from '../ui/skeleton';
import { AsNodeMenu } from './as-node-menu';
import { ChangedRows } from './changed-rows';
import { NextNodes } from './next-nodes';

interface EditPreviewProps {
  draft: EditDraft;
  preview: UseQueryResult<Preview>;
  original: Record<string, unknown>;
  onAsNode: (node: string | null) => void;
}

/** What the edit will do, while it is being made. */
export function EditPreview({ draft, preview, original, onAsNode }: EditPreviewProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="mt-3 overflow-hidden rounded-lg border bg-sunken">
      <div className="flex min-h-9 items-center gap-2 border-b px-3">
        <h3 id={titleId} className="flex-1 font-medium">
          What this will do
        </h3>
        {isDirty(draft) && preview.data && (
          <AsNodeMenu preview={preview.data} chosen={draft.asNode} onChoose={onAsNode} />
        )}
      </div>
      <div aria-live="polite" aria-busy={preview.isFetching} className={cx(preview.isPlaceholderData && 'opacity-60')}>
        <PreviewBody draft={draft} preview={preview} original={original} />
      </div>
    </section>
  );
}

function PreviewBody({ draft, preview, original }: Omit<EditPreviewProps, 'onAsNode'>) {
  if (!isDirty(draft)) {
    return <p className="px-3 py-2.5 text-fg-2">Nothing yet. Change a value above to see what it would lead to.</p>;
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
      <NextNodes preview={preview.data} />
    </>
  );
}
