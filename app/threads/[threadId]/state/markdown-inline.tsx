'use client';

import type { Token } from 'marked';
import type { ReactNode } from 'react';

/** What stands within a line: emphasis, code, links. */
export function Inline({ tokens }: { tokens: Token[] | undefined }): ReactNode {
  return tokens?.map((token, index) => <InlineToken key={keyOf(token, index)} token={token} />);
}

function InlineToken({ token }: { token: Token }): ReactNode {
  const inner = 'tokens' in token && token.tokens ? <Inline tokens={token.tokens} /> : null;
  switch (token.type) {
    case 'strong':
      return <strong className="font-semibold">{inner}</strong>;
    case 'em':
      return <em>{inner}</em>;
    case 'del':
      return <s>{inner}</s>;
    case 'codespan':
      return <code className="rounded-sm bg-sunken px-1 font-mono text-xs">{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return /^https?:\/\//.test(token.href) ? (
        <a href={token.href} target="_blank" rel="noopener noreferrer nofollow" className="text-now underline">
          {inner}
        </a>
      ) : (
        inner
      );
    case 'image':
      return <span className="text-fg-2">[image: {token.text || token.href}]</span>;
    case 'escape':
      return token.text;
    case 'text':
      return inner ?? unescapeEntities(token.text);
    default:
      return token.raw;
  }
}

/** The lexer leaves entities as they were written. */
function unescapeEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Tokens have no names; a text that is read does not change. */
export function keyOf(token: { raw: string }, index: number): string {
  return `${index}:${token.raw.slice(0, 20)}`;
}
