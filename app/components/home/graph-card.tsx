import { Plus, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { GraphCard } from '@/lib/contracts/debugger';
import { GraphShape } from '../graph-shape/graph-shape';
import { buttonClass } from '../ui/button';

/** A graph with its shape, or with the reason why it did not load. */
export function GraphCardView({ card }: { card: GraphCard }) {
  return (
    <article
      aria-label={card.graphId}
      className="flex w-full min-w-0 flex-col overflow-hidden rounded-xl border bg-surface"
    >
      <div className="px-4 pt-3 pb-3">
        <h3 className="truncate font-mono text-sm font-semibold">{card.graphId}</h3>
        {card.description !== undefined && <p className="line-clamp-2 pt-0.5 text-fg-2">{card.description}</p>}
      </div>
      {card.graph === undefined ? <LoadError card={card} /> : <LoadedGraph card={card} graph={card.graph} />}
    </article>
  );
}

function LoadedGraph({ card, graph }: { card: GraphCard; graph: NonNullable<GraphCard['graph']> }) {
  const nodes = graph.nodes.filter(({ id }) => id !== '__start__' && id !== '__end__').map(({ id }) => id);
  return (
    <>
      <div className="mx-4 mb-3 flex h-36 items-center mt-auto justify-center rounded-lg border bg-canvas bg-[radial-gradient(var(--line)_1px,transparent_1px)] [background-size:16px_16px] px-4 py-3">
        <GraphShape graph={graph} label={`Shape of ${card.graphId}: ${nodes.join(', ')}`} />
      </div>
      <div className="flex items-center gap-3 border-t px-4 py-2.5">
        <span className="text-xs text-fg-3">
          {nodes.length} {nodes.length === 1 ? 'node' : 'nodes'}
        </span>
        <Link
          href={`/threads?graph=${encodeURIComponent(card.graphId)}`}
          aria-label={`Threads of ${card.graphId}`}
          className="rounded-sm text-xs text-fg-2 hover:text-fg hover:underline"
        >
          Threads
        </Link>
        <Link
          href={`/graphs/${encodeURIComponent(card.graphId)}/new`}
          aria-label={`New thread of ${card.graphId}`}
          className={buttonClass('neutral', 'md', 'ml-auto')}
        >
          <Plus aria-hidden size={14} />
          New thread
        </Link>
      </div>
    </>
  );
}

function LoadError({ card }: { card: GraphCard }) {
  const place = card.error && (card.error.line === null ? card.error.file : `${card.error.file}:${card.error.line}`);
  return (
    <div
      role="alert"
      className="m-4 mt-0 flex min-h-32 flex-1 flex-col gap-2 rounded-lg border border-fail/40 bg-fail-soft p-3"
    >
      <p className="flex items-center gap-2 font-medium text-fail">
        <TriangleAlert aria-hidden size={14} />
        Did not load
      </p>
      {place && <p className="font-mono text-xs break-all text-fg-2">{place}</p>}
      <p className="font-mono text-xs break-words whitespace-pre-wrap text-fg">{card.error?.message}</p>
      <p className="mt-auto text-xs text-fg-2">It is loaded again when the file is saved.</p>
    </div>
  );
}
