'use client';

import type { Token, Tokens } from 'marked';
import { type ReactNode, useMemo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { Inline, keyOf } from './markdown-inline';
import { markdownTokens } from './markdown-tokens';

/**
 * Markdown as elements of ours, made from the parser's tokens: there is no HTML that could do anything. HTML in the text stays
 * text, an image is its description, and a link opens only by a click.
 */
export function MarkdownView({ text }: { text: string }) {
  const tokens = useMemo(() => markdownTokens(text), [text]);
  if (tokens === null) return <span className="block py-0.5 break-words whitespace-pre-wrap">{text}</span>;
  return (
    <div className="flex flex-col gap-1.5 py-1 font-sans text-sm leading-5">
      {tokens.map((token, index) => (
        <Block key={keyOf(token, index)} token={token} />
      ))}
    </div>
  );
}

function Block({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'heading':
      return (
        <p className={cx('font-semibold', token.depth < 3 && 'text-base')}>
          <Inline tokens={token.tokens} />
        </p>
      );
    case 'paragraph':
      return (
        <p className="break-words">
          <Inline tokens={token.tokens} />
        </p>
      );
    case 'list':
      return <ListBlock list={token as Tokens.List} />;
    case 'blockquote':
      return (
        <blockquote className="border-l-2 border-line-strong pl-2 text-fg-2">
          {token.tokens?.map((inner, index) => (
            <Block key={keyOf(inner, index)} token={inner} />
          ))}
        </blockquote>
      );
    case 'code':
      return <pre className="overflow-x-auto rounded-sm bg-sunken p-2 font-mono text-xs">{token.text}</pre>;
    case 'table':
      return <TableBlock table={token as Tokens.Table} />;
    case 'hr':
      return <hr className="border-line-strong" />;
    case 'space':
    case 'def':
      return null;
    case 'text':
      return <Inline tokens={token.tokens ?? [token]} />;
    default:
      return <p className="break-words whitespace-pre-wrap text-fg-2">{token.raw}</p>;
  }
}

function ListBlock({ list }: { list: Tokens.List }) {
  const List = list.ordered ? 'ol' : 'ul';
  return (
    <List
      className={cx('pl-5', list.ordered ? 'list-decimal' : 'list-disc')}
      {...(list.start && { start: list.start })}
    >
      {list.items.map((item, index) => (
        <li key={keyOf(item, index)}>
          {item.task && <span>{item.checked ? '☑ ' : '☐ '}</span>}
          {item.tokens.map((inner, at) => (
            <Block key={keyOf(inner, at)} token={inner} />
          ))}
        </li>
      ))}
    </List>
  );
}

function TableBlock({ table }: { table: Tokens.Table }) {
  return (
    <table className="w-max max-w-full text-left text-xs">
      <thead>
        <TableRow cells={table.header} />
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <TableRow key={keyOf({ raw: row[0]?.text ?? '' }, index)} cells={row} />
        ))}
      </tbody>
    </table>
  );
}

function TableRow({ cells }: { cells: Tokens.TableCell[] }) {
  return (
    <tr>
      {cells.map((cell, index) => {
        const Cell = cell.header ? 'th' : 'td';
        return (
          <Cell key={keyOf({ raw: cell.text }, index)} className="border px-1.5 py-0.5">
            <Inline tokens={cell.tokens} />
          </Cell>
        );
      })}
    </tr>
  );
}
