import type { ReactNode } from 'react';
import { cx } from './cx';

export type BadgeTone = 'neutral' | 'now' | 'edit' | 'wait' | 'done' | 'fail';

export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1.5 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}

const TONES: Record<BadgeTone, string> = {
  neutral: 'bg-press text-fg-2',
  now: 'bg-now-soft text-now',
  edit: 'bg-edit-soft text-edit',
  wait: 'bg-wait-soft text-wait',
  done: 'bg-done-soft text-done',
  fail: 'bg-fail-soft text-fail',
};
