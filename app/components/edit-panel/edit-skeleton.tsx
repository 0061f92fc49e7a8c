import { Skeleton } from '../ui/skeleton';

export function EditSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-3">
      <span className="sr-only">Loading the state</span>
      <Skeleton className="h-5 w-60" />
      {['w-24', 'w-32', 'w-20'].map((width) => (
        <div key={width} className="flex flex-col gap-1.5">
          <Skeleton className={`h-3.5 ${width}`} />
          <Skeleton className="h-7.5 w-full" />
        </div>
      ))}
      <Skeleton className="h-28 w-full" />
    </div>
  );
}
