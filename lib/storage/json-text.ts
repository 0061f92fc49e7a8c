// PostgreSQL's jsonb refuses NUL and lone surrogates. They are kept behind a private-use character, in every dialect
// alike, so that a filter compares the same text that was stored.
const ESCAPE = '\uE000';
const NEEDS_ESCAPE = /\\u0000|\\ud[89a-f][0-9a-f]{2}|\uE000/;
const ESCAPE_SEQUENCES = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)|\uE000/g;
const ESCAPED = /\uE000([0-9a-f]{4})/g;

/** JSON text that both databases take as JSON. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.replace(ESCAPE_SEQUENCES, (match, refused: string | undefined) => {
    if (match === ESCAPE) return `${ESCAPE}e000`;
    return refused === undefined ? match : ESCAPE + refused;
  });
}

export function parseJsonText(text: string): unknown {
  return JSON.parse(text.includes(ESCAPE) ? text.replace(ESCAPED, '\\u$1') : text);
}
