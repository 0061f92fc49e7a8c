const BLOCKS = /^(#{1,6} \S|[-*+] \S|\d+\. \S|> \S|```|\|.+\|)/m;
const INLINE = /\*\*\S[^*\n]*\*\*|`[^`\n]+`|\[[^\]\n]+\]\([^)\s]+\)/;
const LOOKED_AT = 4000;

/** True for a text that would look different as Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  const beginning = text.slice(0, LOOKED_AT);
  return BLOCKS.test(beginning) || INLINE.test(beginning);
}
