/** Pieces small enough to be drawn one by one, so that of a huge text only what is in view is laid out. */
const PIECE_CHARACTERS = 600;

export interface TextPiece {
  from: number;
  text: string;
}

/** A text in pieces that follow each other, cut behind line breaks where there are some, and never within a character. */
export function textPieces(text: string, length = PIECE_CHARACTERS): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from, length);
    const piece = text.slice(from, to);
    pieces.push({ from, text: to < text.length && piece.endsWith('\n') ? piece.slice(0, -1) : piece });
    from = to;
  }
  return pieces;
}

function endOfPiece(text: string, from: number, length: number): number {
  if (text.length - from <= length) return text.length;
  const lineBreak = text.lastIndexOf('\n', from + length - 1);
  if (lineBreak > from) return lineBreak + 1;
  const code = text.charCodeAt(from + length - 1);
  return code >= 0xd800 && code <= 0xdbff ? from + length - 1 : from + length;
}
