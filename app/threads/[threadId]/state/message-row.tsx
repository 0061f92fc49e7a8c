'use client';

import { Bot, ChevronRight, Info, MessageSquare, User, Wrench } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatBytes } from '@/app/components/ui/format';
import { type ChatMessage, chatMessage, type MessagePart, type Speaker } from '@/lib/inspect/conversation';
import { previewOf } from '@/lib/inspect/preview';
import type { TreeRow } from '@/lib/inspect/tree';
import { RowWriter } from './changes/row-writer';
import { ImageRow, TextRow } from './tree-text-rows';

const SHOWN_CHARACTERS = 1200;

/** A message as one reads it; opened, it is the object that it is. */
export function MessageRow({ row, onToggle }: { row: TreeRow; onToggle: (row: TreeRow, isOpen: boolean) => void }) {
  const message = chatMessage(row.value);
  if (message === null) return null;
  const Icon = ICONS[message.speaker];
  return (
    <span className="flex min-w-0 flex-1 flex-col pt-0.5 font-sans">
      <span className="flex items-center gap-1.5 text-xs">
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows. */}
        <span className="flex cursor-pointer items-center gap-1.5" onClick={() => onToggle(row, true)}>
          <ChevronRight aria-hidden size={11} className="text-fg-3" />
          <Icon aria-hidden size={12} className={TONES[message.speaker]} />
          <span className={cx('font-medium', TONES[message.speaker])}>{speakerOf(message)}</span>
        </span>
        {message.name !== null && <span className="text-fg-2">{message.name}</span>}
        <span className="font-mono text-2xs text-fg-3">{row.path.at(-1)}</span>
        {row.mark !== 'removed' && (
          <span className="flex min-w-0 text-2xs">
            <RowWriter path={row.path} isAtOnce />
          </span>
        )}
        {row.mark === 'removed' && <span className="text-2xs text-fail">removed</span>}
        {row.mark === 'inside' && <span className="text-2xs text-now">changed</span>}
      </span>
      <span className="flex flex-col gap-1 border-l border-line-strong/60 ml-1.25 pb-0.5 pl-3.5 mb-1.5">
        {message.parts.length === 0 && <span className="text-fg-3">no content</span>}
        {message.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message's parts have no other name and do not move.
          <PartView key={index} part={part} onOpen={() => onToggle(row, true)} />
        ))}
      </span>
    </span>
  );
}

function PartView({ part, onOpen }: { part: MessagePart; onOpen: () => void }) {
  switch (part.kind) {
    case 'text':
      return <MessageText text={part.text} />;
    case 'image':
      return <ImageRow url={part.url} name="the message" />;
    case 'call':
      return (
        <span className="font-mono break-words text-fg-2">
          <span className="text-fg">{part.name}</span>(
          {typeof part.args === 'string' ? part.args : argumentsText(part.args)})
        </span>
      );
    case 'other':
      return <span className="text-fg-3">[{part.label}]</span>;
    case 'part':
      return (
        <span className="min-w-0">
          <span className="break-words whitespace-pre-wrap">{part.part.head}…</span>{' '}
          <button type="button" tabIndex={-1} className="rounded-sm px-1 text-now hover:underline" onClick={onOpen}>
            open ({formatBytes(part.part.bytes)})
          </button>
        </span>
      );
  }
}

function MessageText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(text.length <= SHOWN_CHARACTERS);
  return (
    <>
      <TextRow text={isWhole ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`} />
      {!isWhole && (
        <button
          type="button"
          tabIndex={-1}
          className="self-start rounded-sm px-1 text-2xs text-now hover:underline"
          onClick={() => setWhole(true)}
        >
          show all ({formatBytes(text.length)})
        </button>
      )}
    </>
  );
}

function argumentsText(args: unknown): string {
  if (typeof args !== 'object' || args === null) return args === undefined ? '' : String(args);
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${previewOf(value, 200)}`)
    .join(', ');
}

function speakerOf({ speaker, role }: ChatMessage): string {
  return speaker === 'other' ? role : speaker;
}

const ICONS: Record<Speaker, typeof User> = {
  user: User,
  assistant: Bot,
  system: Info,
  tool: Wrench,
  other: MessageSquare,
};
const TONES: Record<Speaker, string> = {
  user: 'text-fg',
  assistant: 'text-now',
  system: 'text-fg-2',
  tool: 'text-wait',
  other: 'text-fg-2',
};
