import { cx } from './cx';

/** A grey shape where something will be. Put it in a container with `aria-busy`. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={cx('block animate-skeleton rounded-sm bg-press', className)} />;
}
