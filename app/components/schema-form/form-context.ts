'use client';

import { createContext, useContext } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { sameValue } from '@/lib/inspect/json';
import { type Pointer, valueAt } from './pointer';
import type { Misfits } from './validate';

interface FormContextValue {
  idPrefix: string;
  root: JsonSchema;
  /** What the value was before the person began; what differs from it is marked. Absent in forms for new values. */
  baseline: unknown;
  misfits: Misfits;
  /** `undefined` takes the key or item out. */
  edit: (pointer: Pointer, next: unknown) => void;
  /** Moves one item of the list. */
  move: (list: Pointer, from: number, to: number) => void;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useForm(): FormContextValue {
  const form = useContext(FormContext);
  if (form === null) throw new Error('A field stands outside of a SchemaForm.');
  return form;
}

export interface FieldState {
  id: string;
  misfit: string | undefined;
  /** Misfits at or below this place. */
  misfitCount: number;
  isChanged: boolean;
}

export function useFieldState(pointer: Pointer, value: unknown): FieldState {
  const { idPrefix, misfits, baseline } = useForm();
  return {
    id: `${idPrefix}${pointer}`,
    misfit: misfits.get(pointer),
    misfitCount: countBelow(misfits, pointer),
    isChanged: baseline !== undefined && !sameValue(valueAt(baseline, pointer), value),
  };
}

function countBelow(misfits: Misfits, pointer: Pointer): number {
  let count = 0;
  for (const at of misfits.keys()) if (at === pointer || at.startsWith(`${pointer}/`)) count++;
  return count;
}
