export type ParsedJson = { ok: true; value: unknown } | { ok: false; message: string; line: number | null };

/** Parses what is being typed; a mistake is told with its line. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = lineOf(message, text);
    const plain = message.replace(/ in JSON at position .*$/, '').replace(/, (\.\.\.)?".*/s, '');
    return {
      ok: false,
      line,
      message: text.trim() === '' ? 'Nothing here yet' : line === null ? plain : `Line ${line}: ${plain}`,
    };
  }
}

/** Engines word it differently: "(line 3 column 5)", "line 3 column 5 of the JSON data", or "position 40". */
function lineOf(message: string, text: string): number | null {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split('\n').length;
  return message.includes('end of JSON') ? text.split('\n').length : null;
}
