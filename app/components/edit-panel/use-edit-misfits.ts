'use client';

import { useDeferredValue, useMemo } from 'react';
import type { EditDraft } from '@/lib/client/edit-draft';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { childPointer } from '../schema-form/pointer';
import { channelMisfits, type Misfits, NO_MISFITS } from '../schema-form/validate';

/** Misfits of edited channels alone: what the graph itself wrote is not for the person to mend. */
export function useEditMisfits(stateSchema: JsonSchema | undefined, draft: EditDraft): Misfits {
  const values = useDeferredValue(draft.values);
  return useMemo(() => {
    if (stateSchema === undefined) return NO_MISFITS;
    const found = Object.entries(values).flatMap(([channel, value]) =>
      [...channelMisfits(stateSchema, channel, value)].map(
        ([pointer, text]) => [childPointer('', channel) + pointer, text] as const,
      ),
    );
    return found.length === 0 ? NO_MISFITS : new Map(found);
  }, [stateSchema, values]);
}
