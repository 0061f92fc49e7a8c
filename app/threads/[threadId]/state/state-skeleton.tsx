import { Skeleton } from '@/app/components/ui/skeleton';

export function StateSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col gap-3 p-3">
      {['w-40', 'w-64', 'w-52', 'w-72', 'w-36', 'w-48'].map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  );
}
