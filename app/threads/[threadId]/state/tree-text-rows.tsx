'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { formatBytes } from '@/app/components/ui/format';
import { beginsAsImage } from '@/lib/inspect/data-url';
import { looksLikeMarkdown } from '@/lib/inspect/markdown-hint';
import type { TreeRow } from '@/lib/inspect/tree';

/** Its parser loads when the first text is to be read so. */
const MarkdownView = dynamic(() => import('./markdown-view').then((module) => module.MarkdownView), {
  loading: () => <span className="text-fg-3">…</span>,
});

/** A piece of text as it is; as Markdown when a person asks. */
export function TextRow({ text }: { text: string }) {
  const [isMarkdown, setMarkdown] = useState(false);
  return (
    <span data-selectable className="min-w-0 flex-1 select-text text-fg">
      {isMarkdown ? (
        <MarkdownView text={text} />
      ) : (
        <span className="block py-0.5 break-words whitespace-pre-wrap">{text}</span>
      )}
      {looksLikeMarkdown(text) && (
        <button
          type="button"
          tabIndex={-1}
          aria-pressed={isMarkdown}
          className="rounded-sm px-1 font-sans text-2xs text-now hover:bg-hover hover:underline"
          onClick={() => setMarkdown(!isMarkdown)}
        >
          {isMarkdown ? 'Plain text' : 'Markdown'}
        </button>
      )}
    </span>
  );
}

/** An image that lies in the state itself. */
export function ImageRow({ url, name }: { url: string; name: string }) {
  return (
    <span className="py-1">
      {/* biome-ignore lint/performance/noImgElement: nothing to optimise: the image is in the URL. */}
      <img src={url} alt={`What ${name} holds`} className="max-h-64 max-w-full rounded-sm border bg-canvas" />
    </span>
  );
}

export function LoadingRow() {
  return (
    <span role="status" className="ml-3 animate-working text-fg-3">
      Reading …
    </span>
  );
}

/** `show all (12.0 KB)`, `950 more`, `14 unchanged`, or why it could not be read. */
export function MoreRow({ row, onMore }: { row: TreeRow; onMore: (row: TreeRow) => void }) {
  return (
    <span className="ml-3 min-w-0">
      {row.kind === 'failed' && <span className="text-fail">{String(row.value)} </span>}
      <button
        type="button"
        tabIndex={-1}
        className="rounded-sm px-1 text-now hover:bg-hover hover:underline"
        onClick={() => onMore(row)}
      >
        {moreText(row)}
      </button>
    </span>
  );
}

function moreText({ kind, value, hidden, part }: TreeRow): string {
  if (kind === 'failed') return 'Try again';
  if (kind === 'fold') return `${hidden.toLocaleString('en')} unchanged`;
  if (part?.kind === 'text')
    return `show ${beginsAsImage(part.head) ? 'the image' : 'all'} (${formatBytes(part.bytes)})`;
  if (part) return `${hidden.toLocaleString('en')} more of ${part.count.toLocaleString('en')}`;
  if (typeof value === 'string') return `show all (${formatBytes(hidden)} more)`;
  return `${hidden.toLocaleString('en')} more`;
}
