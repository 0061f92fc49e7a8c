import { Skeleton } from '@/app/components/ui/skeleton';

/** The debugger's shape while nothing is known yet. */
export function DebuggerSkeleton() {
  return (
    <main aria-busy="true" aria-label="Loading the thread" className="flex h-dvh flex-col bg-surface">
      <div className="flex h-11 shrink-0 items-center gap-3 border-b px-4">
        <Skeleton className="h-4 w-28" />
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-5 w-32" />
      </div>
      <div className="flex min-h-0 flex-[72]">
        <div className="flex flex-[60] flex-col items-center gap-10 border-r bg-canvas pt-12">
          {GRAPH_SHAPE.map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
        <div className="flex flex-[40] flex-col gap-3 p-4">
          {STATE_SHAPE.map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      </div>
      <div className="flex flex-[28] flex-col gap-6 border-t p-4">
        <Skeleton className="h-4 w-48" />
        <Skeleton className="h-px w-2/3" />
        <Skeleton className="h-px w-1/2" />
      </div>
    </main>
  );
}

const GRAPH_SHAPE = ['size-7 rounded-full', 'h-12 w-45', 'h-12 w-46', 'h-12 w-44'];
const STATE_SHAPE = ['h-4 w-52', 'h-3 w-40', 'h-3 w-64', 'h-3 w-56', 'h-3 w-36'];
