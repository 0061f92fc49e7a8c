'use client';

import { useQuery } from '@tanstack/react-query';
import { capsulePreviewQuery } from '@/lib/client/capsules';
import type { CapsulePreview, CapsuleRequest } from '@/lib/contracts/capsule';
import { ErrorState } from '../ui/error-state';
import { formatBytes, formatCount } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { KeyRows } from './key-rows';

interface CapsuleContentsProps {
  threadId: string;
  request: CapsuleRequest;
  /** Redacts a key, or not. */
  onToggle: (key: string) => void;
}

/** What would leave: how much, and every key. */
export function CapsuleContents({ threadId, request, onToggle }: CapsuleContentsProps) {
  const preview = useQuery(capsulePreviewQuery(threadId, request));
  if (preview.isError) {
    return (
      <ErrorState title="What would leave could not be told" error={preview.error} onRetry={() => preview.refetch()} />
    );
  }
  if (preview.isPending) {
    return (
      <div aria-busy="true" className="flex flex-col gap-2 border-t px-4 py-3">
        <span className="sr-only">Working out what would leave</span>
        <Skeleton className="h-4 w-80" />
        <Skeleton className="h-3.5 w-60" />
      </div>
    );
  }
  const { keys, keysLeftOut, opaque, unmatched } = preview.data;
  return (
    <div aria-busy={preview.isPlaceholderData} className="min-h-0 border-t">
      <p role="status" className="px-4 pt-2.5 pb-1.5">
        <strong className="font-medium">{describe(preview.data)}</strong> leave, in a file of{' '}
        {formatBytes(preview.data.fileBytes)}.
      </p>
      {unmatched.length > 0 && (
        <p className="px-4 pb-1.5 text-wait">
          Nothing here has the key <span className="font-mono text-xs">{unmatched.join(', ')}</span>.
        </p>
      )}
      {opaque.count > 0 && (
        <p className="px-4 pb-1.5 text-wait">
          {formatCount(opaque.count, 'value')} ({formatBytes(opaque.bytes)}) can’t be looked into, being bytes, and{' '}
          {opaque.count === 1 ? 'leaves as it is.' : 'leave as they are.'}
        </p>
      )}
      <KeyRows keys={keys} patterns={request.redact} onToggle={onToggle} />
      {keysLeftOut > 0 && (
        <p className="px-4 py-1.5 text-fg-3">
          and {formatCount(keysLeftOut, 'smaller key')} more; one that is not listed can be typed above.
        </p>
      )}
    </div>
  );
}

function describe({ counts }: CapsulePreview): string {
  const { checkpoint = 0, branch = 0, run = 0, event = 0, note = 0 } = counts;
  return [
    formatCount(checkpoint, 'checkpoint'),
    formatCount(branch, 'branch', 'branches'),
    ...(run > 0 ? [formatCount(run, 'run')] : []),
    ...(event > 0 ? [formatCount(event, 'event')] : []),
    ...(note > 0 ? [formatCount(note, 'note')] : []),
  ].join(', ');
}
