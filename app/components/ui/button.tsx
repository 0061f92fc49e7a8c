'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';

export type ButtonTone = 'neutral' | 'now' | 'edit' | 'wait' | 'danger' | 'ghost';

/** `isBusy` keeps the width, says so to assistive technology, and ignores clicks without losing focus. */
export type ButtonProps = ComponentProps<'button'> & {
  tone?: ButtonTone;
  size?: 'sm' | 'md';
  isBusy?: boolean;
  icon?: ReactNode;
};

export function Button({
  tone = 'neutral',
  size = 'md',
  isBusy = false,
  icon,
  className,
  children,
  onClick,
  'aria-disabled': isDisabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || isDisabled}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={buttonClass(tone, size, cx(isBusy && 'animate-working cursor-progress', className))}
    >
      {icon}
      {children}
    </button>
  );
}

/** For links that look like buttons. */
export function buttonClass(tone: ButtonTone = 'neutral', size: 'sm' | 'md' = 'md', extra?: string): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'disabled:cursor-not-allowed disabled:border-line disabled:bg-transparent disabled:text-fg-3',
    SIZES[size],
    TONES[tone],
    extra,
  );
}

const SIZES = { sm: 'h-6 px-2 text-xs', md: 'h-7 px-2.5 text-sm' } as const;

const TONES: Record<ButtonTone, string> = {
  neutral: 'border-line-strong bg-surface text-fg hover:bg-hover active:bg-press',
  now: 'border-transparent bg-now text-on-now hover:bg-now/90 active:bg-now/80',
  edit: 'border-transparent bg-edit text-on-edit hover:bg-edit/90 active:bg-edit/80',
  wait: 'border-transparent bg-wait text-on-wait hover:bg-wait/90 active:bg-wait/80',
  danger: 'border-transparent bg-fail text-on-fail hover:bg-fail/90 active:bg-fail/80',
  ghost: 'border-transparent text-fg-2 hover:bg-hover hover:text-fg active:bg-press',
};
