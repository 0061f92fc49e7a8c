'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from '../ui/cx';

export function NavLink({ href, children }: { href: '/' | '/threads'; children: string }) {
  const isHere = usePathname() === href;
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={cx(
        'rounded-md px-2.5 py-1 transition-colors',
        isHere ? 'bg-press font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
      )}
    >
      {children}
    </Link>
  );
}
