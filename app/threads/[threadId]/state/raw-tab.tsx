'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Copy, Download } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button, buttonClass } from '@/app/components/ui/button';
import { COPY_REFUSED, copyText } from '@/app/components/ui/copy-text';
import { ErrorState } from '@/app/components/ui/error-state';
import { formatBytes } from '@/app/components/ui/format';
import { partQuery, rawFileUrl, rawTextQuery, readWholeText } from '@/lib/client/parts';
import { textPieces } from '@/lib/inspect/text-pieces';
import { useDebugger } from '../debugger-model';
import { StateSkeleton } from './state-skeleton';

const LINE_PX = 20;
/** Lines are drawn in small blocks, so that a single huge one costs no more than many. */
const BLOCK_CHARACTERS = 1000;

/** The checkpoint as it is: JSON, in as many pages as one asks for. */
export function RawTab({ checkpointId }: { checkpointId: string }) {
  const { threadId, namespace } = useDebugger();
  const text = useInfiniteQuery(rawTextQuery(threadId, checkpointId, namespace));
  const scroller = useRef<HTMLDivElement>(null);
  const blocks = useMemo(
    () =>
      text.data?.pages.flatMap((page) => (page.kind === 'text' ? textPieces(page.text, BLOCK_CHARACTERS) : [])) ?? [],
    [text.data],
  );
  const virtualizer = useVirtualizer({
    count: blocks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX * 30,
    overscan: 3,
  });
  if (text.error) {
    return (
      <ErrorState title="The checkpoint could not be read" error={text.error} onRetry={() => void text.refetch()} />
    );
  }
  const last = text.data?.pages.at(-1);
  if (last?.kind !== 'text') return <StateSkeleton />;
  const readCharacters = last.from + last.text.length;
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-2 border-b px-3 text-xs text-fg-2">
        <span className="flex-1">
          {text.hasNextPage ? `${formatBytes(readCharacters)} of ${formatBytes(last.count)}` : formatBytes(last.count)}
        </span>
        <CopyRaw checkpointId={checkpointId} />
        <a download href={rawFileUrl(threadId, checkpointId, namespace)} className={buttonClass('neutral', 'sm')}>
          <Download aria-hidden size={11} />
          Download
        </a>
      </div>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
        tabIndex={0}
        aria-label="The checkpoint as JSON"
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <div className="relative my-2" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <pre
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 px-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {blocks[item.index]?.text}
            </pre>
          ))}
        </div>
        {text.hasNextPage && (
          <div className="px-3 pb-3">
            <Button size="sm" isBusy={text.isFetchingNextPage} onClick={() => void text.fetchNextPage()}>
              Read on ({formatBytes(last.count - readCharacters)} more)
            </Button>
          </div>
        )}
      </section>
    </>
  );
}

/** Copies all of it, whatever is shown. */
function CopyRaw({ checkpointId }: { checkpointId: string }) {
  const { threadId, namespace } = useDebugger();
  const client = useQueryClient();
  const [status, setStatus] = useState<keyof typeof COPY_LABELS>('ready');
  const copy = async () => {
    setStatus('reading');
    try {
      const address = { namespace, checkpointId, field: 'raw' as const, path: [] };
      const whole = await readWholeText((from) => client.fetchQuery(partQuery(threadId, address, from)));
      setStatus((await copyText(whole)) ? 'copied' : 'refused');
    } catch {
      setStatus('failed');
    }
    setTimeout(() => setStatus('ready'), 1500);
  };
  return (
    <Button
      size="sm"
      isBusy={status === 'reading'}
      icon={status === 'copied' ? <Check aria-hidden size={11} /> : <Copy aria-hidden size={11} />}
      onClick={() => void copy()}
    >
      {COPY_LABELS[status]}
    </Button>
  );
}

const COPY_LABELS = {
  ready: 'Copy',
  reading: 'Copy',
  copied: 'Copied',
  failed: 'Could not be read',
  refused: COPY_REFUSED,
} as const;
