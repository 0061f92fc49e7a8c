'use client';

import { shortId } from '@/app/components/ui/short-id';
import { type PaletteItem, usePaletteSource } from '@/lib/client/palette-source';
import { findPlaces, type Place } from '@/lib/inspect/find-place';
import { useDebugger, useDebuggerActions } from './debugger-model';

/** The command palette leads to this thread's branches, steps and checkpoints. */
export function useDebuggerPalette(): void {
  const { history, branchId } = useDebugger();
  const { select, follow } = useDebuggerActions();
  usePaletteSource((text) => findPlaces(history, branchId, text).map(toItem));

  function toItem(place: Place): PaletteItem {
    switch (place.kind) {
      case 'branch':
        return {
          id: `branch ${place.branchId}`,
          group: 'Branches',
          label: `Branch ${place.name}`,
          ...(place.isHead && { detail: 'head' }),
          run: () => follow(place.branchId),
        };
      case 'step':
        return {
          id: `step ${place.selection.checkpointId}`,
          group: 'Steps',
          label: `Step ${place.step}`,
          detail: `on ${place.branchName}`,
          run: () => select(place.selection, { isJump: true }),
        };
      case 'checkpoint': {
        const { checkpointId, step, branchName } = place;
        const branchId = history.byId.get(checkpointId)?.branchId ?? '';
        return {
          id: `checkpoint ${checkpointId}`,
          group: 'Checkpoints',
          label: shortId(checkpointId),
          detail: `step ${step} on ${branchName}`,
          run: () => select({ checkpointId, branchId }, { isJump: true }),
        };
      }
    }
  }
}
