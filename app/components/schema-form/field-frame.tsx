import type { ReactNode } from 'react';
import { cx } from '../ui/cx';
import type { FieldState } from './form-context';

interface FieldFrameProps {
  label: string;
  description?: string | undefined;
  state: FieldState;
  actions?: ReactNode;
  /** The control stands right of its label. */
  isInline: boolean;
  children: ReactNode;
}

/** A field's label, control, description and misfit. Controls refer to the last two by `describedBy(id)`. */
export function FieldFrame({ label, description, state, actions, isInline, children }: FieldFrameProps) {
  return (
    <div className={cx('group/field flex min-w-0 gap-x-3 gap-y-1 py-1.5', isInline ? 'items-start' : 'flex-col')}>
      <div className={cx('min-w-0', isInline && 'flex-1')}>
        <div className="flex min-h-5 items-center gap-2">
          <label htmlFor={state.id} className="min-w-0 truncate font-mono text-xs text-fg-2">
            {label}
          </label>
          {state.isChanged && <ChangedMark />}
          {!isInline && <span className="ml-auto flex items-center">{actions}</span>}
        </div>
        {description !== undefined && (
          <p id={`${state.id}:about`} className="text-xs text-fg-3">
            {description}
          </p>
        )}
      </div>
      <div className={cx('flex min-w-0 items-center', !isInline && 'flex-col items-stretch')}>
        {children}
        {isInline && actions}
      </div>
      {state.misfit !== undefined && (
        <p id={`${state.id}:misfit`} className="text-xs text-fail">
          {state.misfit}
        </p>
      )}
    </div>
  );
}

export function describedBy(id: string): string {
  return `${id}:misfit ${id}:about`;
}

export function ChangedMark() {
  return (
    <span className="inline-flex items-center gap-1 text-2xs text-edit">
      <span aria-hidden className="size-1.5 rotate-45 bg-edit" />
      changed
    </span>
  );
}
