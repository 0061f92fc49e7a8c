'use client';

import { type ComponentProps, memo, type ReactNode } from 'react';
import { cx } from './cx';
import { Tooltip } from './tooltip';

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  icon: ReactNode;
  /** The key that does the same, shown in the tooltip. */
  keys?: string;
};

export const IconButton = memo(function IconButton({ label, icon, keys, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-fg-2 transition-colors',
          'hover:bg-hover hover:text-fg active:bg-press disabled:cursor-not-allowed disabled:text-fg-3 disabled:opacity-50',
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
});
