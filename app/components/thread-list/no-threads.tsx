import { ListX, Rows3 } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';

interface NoThreadsProps {
  /** Null without a filter. */
  onClearFilter: (() => void) | null;
  /** Null on the first page. */
  onFirstPage: (() => void) | null;
}

/** The list is shorter than the page asked for, nothing fits the filter, or there is nothing yet. */
export function NoThreads({ onClearFilter, onFirstPage }: NoThreadsProps) {
  if (onFirstPage !== null) {
    return (
      <EmptyState
        title="The list ends before this page"
        icon={<ListX aria-hidden size={20} />}
        action={<Button onClick={onFirstPage}>First page</Button>}
      />
    );
  }
  if (onClearFilter !== null) {
    return (
      <EmptyState
        title="No thread fits"
        icon={<ListX aria-hidden size={20} />}
        action={<Button onClick={onClearFilter}>Clear the filter</Button>}
      >
        The text is looked for in ids and metadata.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No threads yet"
      icon={<Rows3 aria-hidden size={20} />}
      action={
        <Link href="/" className={buttonClass('now')}>
          Choose a graph
        </Link>
      }
    >
      Start one from a graph, or run a script of your own on this database: it shows up here while it runs.
    </EmptyState>
  );
}
