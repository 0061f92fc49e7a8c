'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useLayoutEffect, useRef } from 'react';

const SETTLED_MS = 1_000;

/**
 * Keeps the page with the address. Next may lose a second Back that comes while it still reads the page for the first one,
 * after a reload: the address then says one thing, and the page shows another for good. Only loading it again helps, and
 * costs nothing, since the address holds all of the view. Mounted once, in providers.tsx.
 */
export function useAddressSync(): void {
  const shown = `${usePathname()}?${useSearchParams()}`;
  const latest = useRef(shown);
  useLayoutEffect(() => {
    latest.current = shown;
  }, [shown]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = () => {
      const { pathname, search } = window.location;
      const [shownPath] = latest.current.split('?');
      if (shownPath !== pathname || latest.current === `${pathname}?${new URLSearchParams(search)}`) return;
      window.location.reload();
    };
    const onPopState = () => {
      clearTimeout(timer);
      timer = setTimeout(check, SETTLED_MS);
    };
    window.addEventListener('popstate', onPopState);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('popstate', onPopState);
    };
  }, []);
}
