import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from './logo';
import { NavLink } from './nav-link';
import { PaletteButton } from './palette-button';
import { StreamStatus } from './stream-status';
import { ThemeToggle } from './theme-toggle';

/** The frame of every page but the debugger, which has a bar of its own. */
export function PageShell({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 flex h-11 shrink-0 items-center gap-4 border-b bg-surface px-4">
        <Link href="/" className="flex items-center gap-2 rounded-sm font-semibold">
          <Logo />
          Retrograph
        </Link>
        <nav aria-label="Main" className="flex items-center gap-1">
          <NavLink href="/">Graphs</NavLink>
          <NavLink href="/threads">Threads</NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <StreamStatus />
          <PaletteButton />
          <ThemeToggle />
        </div>
      </header>
      <main id="content" className="mx-auto flex w-full max-w-[1440px] flex-1 flex-col px-4 py-5 lg:px-6">
        {children}
      </main>
    </div>
  );
}
