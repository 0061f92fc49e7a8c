import type { ReactNode } from 'react';
import { cx } from '../ui/cx';
import type { FieldState } from './form-context';

interface FieldFrameProps {
  label: string;
  description?: string | undefined;
  state: FieldState;
  actions?: ReactNode;
  /** A switch stands right of its label; a list's item has its number, control and buttons on one line. */
  layout: 'stacked' | 'switch' | 'item';
  children: ReactNode;
}

/** A field's label, control, description and misfit. Controls refer to the last two by `describedBy(id)`. */
export function FieldFrame({ label, description, state, actions, layout, children }: FieldFrameProps) {
  const about = description !== undefined && (
    <p id={`${state.id}:about`} className="text-xs text-fg-3">
      {description}
    </p>
  );
  const heading = (
    <>
      <label htmlFor={state.id} className="min-w-0 truncate font-mono text-xs text-fg-2">
        {label}
      </label>
      {state.isChanged && <ChangedMark isShort={layout === 'item'} />}
    </>
  );
  const misfit = state.misfit !== undefined && (
    <p id={`${state.id}:misfit`} className="text-xs text-fail">
      {state.misfit}
    </p>
  );
  if (layout === 'stacked') {
    return (
      <div className="group/field flex min-w-0 flex-col gap-1 py-1.5">
        <div className="flex min-h-5 items-center gap-2">
          {heading}
          <span className="ml-auto flex h-5 items-center">{actions}</span>
        </div>
        {about}
        {children}
        {misfit}
      </div>
    );
  }
  const isItem = layout === 'item';
  return (
    <div className={cx('group/field flex min-w-0 items-start gap-2', isItem ? 'py-0.5' : 'py-1.5')}>
      <div className={cx('min-w-0', isItem ? 'flex min-h-7.5 min-w-6 items-center gap-1.5' : 'flex-1')}>
        {isItem ? heading : <div className="flex min-h-5 items-center gap-2">{heading}</div>}
        {!isItem && about}
        {!isItem && misfit}
      </div>
      <div className={cx('min-w-0', isItem && 'flex-1')}>
        {children}
        {isItem && about}
        {isItem && misfit}
      </div>
      <span className={cx('flex items-center', isItem ? 'h-7.5' : 'h-5')}>{actions}</span>
    </div>
  );
}

export function describedBy(id: string): string {
  return `${id}:misfit ${id}:about`;
}

export function ChangedMark({ isShort = false }: { isShort?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-2xs text-edit">
      <span aria-hidden className="size-1.5 rotate-45 bg-edit" />
      <span className={cx(isShort && 'sr-only')}>changed</span>
    </span>
  );
}
