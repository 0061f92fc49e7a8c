import { marked, type Token } from 'marked';

/** Null for what is nested so deeply that the parser cannot follow: a few kilobytes of `>` are enough. */
export function markdownTokens(text: string): Token[] | null {
  try {
    return marked.lexer(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
