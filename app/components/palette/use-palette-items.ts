'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useMemo } from 'react';
import { graphsQuery } from '@/lib/client/graphs';
import { activeKeys } from '@/lib/client/key-handlers';
import { itemsOfPage, type PaletteItem } from '@/lib/client/palette-source';
import { threadsQuery } from '@/lib/client/threads';
import { shortId } from '../ui/short-id';
import { groupItems, matchItems } from './match-items';

const MOST_THREADS = 6;

/** What the palette shows for the text: what this page can do, where it leads, graphs, and threads that hold the text. */
export function usePaletteItems(text: string): { group: string; items: PaletteItem[] }[] {
  const { push } = useRouter();
  const asked = useDeferredValue(text.trim());
  const { data: graphs } = useQuery(graphsQuery);
  const { data: threads } = useQuery(threadsQuery({ text: asked || undefined, limit: MOST_THREADS, offset: 0 }));

  const places = useMemo<PaletteItem[]>(() => {
    const go = (id: string, label: string, href: string, detail?: string): PaletteItem => ({
      id,
      group: 'Go to',
      label,
      ...(detail !== undefined && { detail }),
      run: () => push(href),
    });
    const ofGraph = (graphId: string) => [
      go(`new ${graphId}`, `New thread of ${graphId}`, `/graphs/${encodeURIComponent(graphId)}/new`, 'graph'),
      go(`of ${graphId}`, `Threads of ${graphId}`, `/threads?graph=${encodeURIComponent(graphId)}`, 'graph'),
    ];
    return [
      go('threads', 'All threads', '/threads'),
      go('graphs', 'Graphs', '/'),
      ...(graphs?.graphs ?? []).flatMap(({ graphId }) => ofGraph(graphId)),
    ];
  }, [graphs, push]);

  return useMemo(() => {
    const commands = activeKeys().flatMap(({ id, line, run }) =>
      line.isHidden ? [] : [{ id, group: 'Commands', label: line.does, keys: line.keys, run: () => void run() }],
    );
    const found = (threads?.threads ?? []).map(({ threadId, graphId, status }) => ({
      id: `thread ${threadId}`,
      group: 'Threads',
      label: threadId.toLowerCase().includes(asked.toLowerCase()) && asked !== '' ? threadId : shortId(threadId),
      detail: `${graphId ?? 'unknown graph'}, ${status}`,
      run: () => push(`/threads/${encodeURIComponent(threadId)}`),
    }));
    // Steps and threads were found by the text already: they may hold it where it is not shown.
    return groupItems([...itemsOfPage(text.trim()), ...matchItems([...commands, ...places], text), ...found]);
  }, [text, asked, threads, places, push]);
}
