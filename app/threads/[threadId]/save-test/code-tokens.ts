/** A piece of TypeScript and what it is, for its colour. */
export interface CodeToken {
  kind: 'text' | 'comment' | 'string' | 'number' | 'keyword';
  text: string;
}

const PATTERNS =
  /(?<comment>\/\*[\s\S]*?\*\/)|(?<string>'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?)|(?<keyword>\b(?:import|from|type|const|let|await|async|new|true|false|null|undefined)\b(?!:))|(?<number>(?<![\w$])-?\d[\w.]*)/g;

/** The pieces of the file that a saved test is, in their order; joined they are the text again. */
export function tokensOf(text: string): CodeToken[] {
  const tokens: CodeToken[] = [];
  let end = 0;
  for (const match of text.matchAll(PATTERNS)) {
    if (match.index > end) tokens.push({ kind: 'text', text: text.slice(end, match.index) });
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? ['text'];
    tokens.push({ kind: kind as CodeToken['kind'], text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'text', text: text.slice(end) });
  return tokens;
}
