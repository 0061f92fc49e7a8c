'use client';

import { useQuery } from '@tanstack/react-query';
import { blameQuery } from '@/lib/client/changes';
import { useSettledValue } from '@/lib/client/use-settled';
import type { ValuePath } from '@/lib/contracts/changes';

/** Who wrote the value at a path, once the step shown stays for so long: what is passed by need not be asked for. */
export function useBlame(threadId: string, checkpointId: string, path: ValuePath, settleMs: number) {
  const isSettled = useSettledValue(checkpointId, settleMs) === checkpointId;
  return useQuery({ ...blameQuery(threadId, checkpointId, path), enabled: isSettled });
}
