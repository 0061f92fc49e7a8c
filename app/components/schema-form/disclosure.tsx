'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { previewOf } from '@/lib/inspect/preview';
import { cx } from '../ui/cx';
import type { FieldProps } from './field';
import { ChangedMark } from './field-frame';
import { useFieldState } from './form-context';

type DisclosureProps = FieldProps & { isOpenAtFirst: boolean; children: ReactNode };

/** A part that opens. What is inside is rendered only then. */
export function Disclosure({ schema, pointer, value, label, actions, isOpenAtFirst, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const state = useFieldState(pointer, value);
  return (
    <div className="group/field min-w-0">
      <div className="flex min-h-7 items-center gap-2 rounded-sm hover:bg-hover">
        <button
          id={state.id}
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-1.5 self-stretch text-left font-mono text-xs"
        >
          <ChevronRight
            aria-hidden
            size={13}
            className={cx('shrink-0 text-fg-3 transition-transform', isOpen && 'rotate-90')}
          />
          <span className="shrink-0 text-fg-2">{label}</span>
          <span className="min-w-0 truncate text-fg-3">{previewOf(value, 80)}</span>
        </button>
        {state.isChanged && <ChangedMark />}
        {state.misfitCount > 0 && !isOpen && <span className="text-2xs text-fail">{state.misfitCount} to fix</span>}
        {actions}
      </div>
      {state.misfit !== undefined && <p className="pl-5 text-xs text-fail">{state.misfit}</p>}
      {isOpen && (
        <div className="ml-1.5 border-l pl-3.5">
          {typeof schema.description === 'string' && <p className="pt-1 text-xs text-fg-3">{schema.description}</p>}
          {children}
        </div>
      )}
    </div>
  );
}
