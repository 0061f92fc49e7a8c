import { findJsonMistake } from './json-mistake';

export type ParsedJson = { ok: true; value: unknown } | { ok: false; message: string };

/** Parses what is being typed; a mistake is told with its line. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (text.trim() === '') return { ok: false, message: 'Nothing here yet' };
    const mistake = findJsonMistake(text);
    if (mistake === null) return { ok: false, message: String(error) };
    const before = text.slice(0, mistake.offset).split('\n');
    return { ok: false, message: `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${mistake.message}` };
  }
}
