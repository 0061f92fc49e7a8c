'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { previewQuery } from '@/lib/client/mutations';
import { useSettledValue } from '@/lib/client/use-settled';
import type { PreviewRequest } from '@/lib/contracts/fork';

const DEBOUNCE_MS = 250;

interface PreviewInput {
  threadId: string;
  namespace: string;
  checkpointId: string;
  update: Record<string, unknown>;
  asNode: string | undefined;
  isEnabled: boolean;
}

/** What the edit would do, asked for when typing pauses. The former answer stands until the next arrives and is settled. */
export function usePreview({ threadId, namespace, checkpointId, update, asNode, isEnabled }: PreviewInput) {
  // Text instead of objects: equal requests are one request.
  const wanted = JSON.stringify({
    namespace,
    checkpointId,
    values: update,
    ...(asNode === undefined ? {} : { asNode }),
  });
  const asked = useSettledValue(wanted, DEBOUNCE_MS);
  const request: PreviewRequest = JSON.parse(asked);
  const preview = useQuery({
    ...previewQuery(threadId, request),
    enabled: isEnabled && Object.keys(request.values).length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { preview, isSettled: asked === wanted && preview.isSuccess && !preview.isPlaceholderData };
}
