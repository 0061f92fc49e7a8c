import { ArrowRight, TriangleAlert } from 'lucide-react';
import type { AroundPreview, Preview } from '@/lib/contracts/fork';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import { nodeName } from './as-node-menu';

type Effects = Pick<Preview, 'asNode' | 'next' | 'willRun' | 'runAgain' | 'calledRouters' | 'around'>;

/** Which nodes run after the fork, and which of them for a second time: their side effects happen again. */
export function NextNodes({ preview, policy }: { preview: Effects; policy: ReplayPolicy | undefined }) {
  const { next, willRun, calledRouters, around } = preview;
  const runAgain = preview.runAgain.filter((node) => (policy?.nodes[node]?.do ?? 'execute') === 'execute');
  if (next.length === 0 && around.length === 0) {
    return (
      <p className="border-t px-3 py-2 text-fg-2">
        Nothing runs next: as node {nodeName(preview.asNode)}, the graph ends here.
      </p>
    );
  }
  const later = willRun.filter((node) => !next.includes(node));
  return (
    <div className="flex flex-col gap-1.5 border-t px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-1.5">
        <span className="text-fg-2">Runs next{around.length > 0 && ' inside'}:</span>
        <span className="font-mono text-xs text-now">{next.length > 0 ? counted(next).join(', ') : 'nothing'}</span>
        {later.length > 0 && (
          <>
            <ArrowRight aria-label="then, as the graph decides," size={12} className="text-fg-3" />
            <span className="font-mono text-xs text-fg-2">{later.map(nodeName).join(', ')}</span>
          </>
        )}
      </p>
      {around.map((level) => (
        <AroundLine key={level.path.join(' ')} level={level} />
      ))}
      {runAgain.length > 0 && (
        <p className="flex items-start gap-1.5 text-xs text-wait">
          <TriangleAlert aria-hidden size={13} className="mt-px shrink-0" />
          <span>
            Really run again, with their side effects:{' '}
            <span className="font-mono">{runAgain.map(nodeName).join(', ')}</span>
          </span>
        </p>
      )}
      {calledRouters.length > 0 && (
        <p className="text-xs text-fg-3">
          To find this out, the graph’s own {calledRouters.length === 1 ? 'router' : 'routers'}{' '}
          <span className="font-mono">{calledRouters.join(', ')}</span> had to be called.
        </p>
      )}
    </div>
  );
}

/** How a graph around goes on when the one inside has ended. */
function AroundLine({ level: { path, node, beside, after } }: { level: AroundPreview }) {
  return (
    <p className="flex flex-wrap items-center gap-x-1.5">
      <span className="text-fg-2">
        Then {path.length === 0 ? 'the graph around' : path.join(' / ')} goes on after{' '}
        <span className="font-mono text-xs">{node}</span>:
      </span>
      <span className="font-mono text-xs text-fg-2">
        {after.length > 0 ? after.map(nodeName).join(', ') : 'to its end'}
      </span>
      {beside.length > 0 && (
        <span className="text-xs text-wait">
          beside it run again: <span className="font-mono">{counted(beside).join(', ')}</span>
        </span>
      )}
    </p>
  );
}

/** Twelve tasks of one node read as `classify × 12`. */
function counted(next: string[]): string[] {
  return [...new Set(next)].map((node) => {
    const count = next.filter((each) => each === node).length;
    return count === 1 ? nodeName(node) : `${nodeName(node)} × ${count}`;
  });
}
