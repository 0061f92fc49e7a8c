import { Skeleton } from '@/app/components/ui/skeleton';

export function GraphSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col items-center gap-10 pt-12">
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-12 w-46" />
      <Skeleton className="h-12 w-46" />
      <Skeleton className="h-12 w-46" />
    </div>
  );
}
