/** Code that is laid out when it is known what stands before it: on one line where that fits, else one item a line. */
export type Code = string | CodeGroup;

export interface CodeGroup {
  open: string;
  close: string;
  items: readonly CodeItem[];
  /** Spaces inside of the brackets, as in `{ a: 1 }`. */
  isSpaced?: true;
  /** As many items on a line as fit, as formatters write numbers. */
  isFilled?: true;
  /** Never on one line. */
  isOpen?: boolean;
}

export interface CodeItem {
  /** Before the code: a key with its colon, or nothing. */
  label: string;
  code: Code;
}

const WIDTH = 120;
const INDENT = 2;

/** @param column of the line at which the code begins. @param after letters that follow it on its last line */
export function layOut(
  code: Code,
  { column, indent, after }: { column: number; indent: number; after: number },
): string {
  if (typeof code === 'string') return code;
  const flat = flatten(code);
  if (flat !== null && column + flat.length + after <= WIDTH) return flat;
  const inner = indent + INDENT;
  const pad = ' '.repeat(inner);
  const body = code.isFilled
    ? filled(code, inner)
    : code.items.map((item) => `${pad}${layOutItem(item, inner)},\n`).join('');
  return `${code.open}\n${body}${' '.repeat(indent)}${code.close}`;
}

function layOutItem({ label, code }: CodeItem, indent: number): string {
  const isTooLong = typeof code === 'string' && indent + label.length + code.length + 1 > WIDTH;
  // Formatters leave it on the line of a key that is short: below, it would begin hardly further to the left.
  if (isTooLong && /^['"`]/.test(code) && label.length > INDENT + 4) {
    return `${label.trimEnd()}\n${' '.repeat(indent + INDENT)}${code}`;
  }
  return `${label}${layOut(code, { column: indent + label.length, indent, after: 1 })}`;
}

function filled({ items }: CodeGroup, indent: number): string {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  let line = '';
  for (const { code } of items) {
    const next = line === '' ? `${code},` : `${line} ${code},`;
    if (line !== '' && indent + next.length > WIDTH) lines.push(line);
    line = line !== '' && indent + next.length > WIDTH ? `${code},` : next;
  }
  return [...lines, line].map((each) => `${pad}${each}\n`).join('');
}

/** On one line; null where it may not stand on one, or is longer than any. */
function flatten(code: Code): string | null {
  if (typeof code === 'string') return code;
  if (code.isOpen) return null;
  const { open, close, isSpaced } = code;
  let text = open;
  for (const [index, item] of code.items.entries()) {
    const flat = flatten(item.code);
    if (flat === null || text.length > WIDTH) return null;
    text += `${index === 0 ? (isSpaced ? ' ' : '') : ', '}${item.label}${flat}`;
  }
  return `${text}${isSpaced && code.items.length > 0 ? ' ' : ''}${close}`;
}
