'use client';

import { FarLink } from '@/app/components/shell/far-link';
import { Logo } from '@/app/components/shell/logo';
import { PaletteButton } from '@/app/components/shell/palette-button';
import { ThemeToggle } from '@/app/components/shell/theme-toggle';
import { CopyId } from '@/app/components/ui/copy-id';
import { BreakpointsButton } from '../breakpoints/breakpoints-button';
import { useDebugger } from '../debugger-model';
import { BranchMenu } from './branch-menu';
import { CapsuleNote } from './capsule-note';
import { ExportButton } from './export-button';
import { LostStep } from './lost-step';
import { OriginNote } from './origin-note';
import { RunControls } from './run-controls';
import { RunStatus } from './run-status';
import { SaveTestButton } from './save-test-button';

/** Who, where, how it stands, and what can be done now. */
export function DebuggerBar() {
  const { threadId, timeline } = useDebugger();
  const { capsule } = timeline.thread;
  return (
    <header className="relative z-20 flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-surface px-3 py-1.5">
      <nav aria-label="Where you are" className="flex items-center gap-2">
        <FarLink href="/" aria-label="Retrograph, start page" className="rounded-sm">
          <Logo />
        </FarLink>
        <span aria-hidden className="text-fg-3">
          /
        </span>
        <FarLink href="/threads" className="rounded-sm text-fg-2 hover:text-fg">
          Threads
        </FarLink>
        <span aria-hidden className="text-fg-3">
          /
        </span>
        <h1 className="font-medium">{timeline.thread.graphId ?? 'unnamed graph'}</h1>
      </nav>
      <CopyId id={threadId} label="thread id" />
      <RunStatus />
      <BranchMenu />
      <OriginNote />
      {capsule === undefined ? <RunControls /> : <CapsuleNote capsule={capsule} />}
      <PaletteButton />
      {capsule === undefined && <BreakpointsButton />}
      <ExportButton />
      <SaveTestButton />
      <ThemeToggle />
      <LostStep />
    </header>
  );
}
