import { GraphGrid } from './graph-grid';
import { RecentThreads } from './recent-threads';

export function Home() {
  return (
    <div className="grid flex-1 items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_23rem]">
      <h1 className="sr-only">Graphs and recent threads</h1>
      <GraphGrid />
      <RecentThreads />
    </div>
  );
}
