import { refused } from './capsule-error';
import type { Content, Part, PartOf } from './format';

// A channel's values are whole now and then, each much like the whole one before: a list that has grown, or a text with a
// word changed. Such a value says where its JSON differs from that one's, which saves most of the file.

/** Less is not worth a line that people can't read. */
const MIN_SHARED = 256;

/** The JSON of the last whole value of one channel. Values come channel by channel. */
class LastText {
  #place = '';
  #text = '';

  take({ namespace, channel }: PartOf<'value'>): string {
    return this.#place === `${namespace}\0${channel}` ? this.#text : '';
  }

  keep({ namespace, channel }: PartOf<'value'>, text: string): void {
    this.#place = `${namespace}\0${channel}`;
    this.#text = text;
  }
}

/** Turns whole values into what differs from those before. */
export class TextSharer {
  readonly #last = new LastText();

  share(part: Part): Part {
    if (part.kind !== 'value' || !('whole' in part.is) || 'base64' in part.is.whole) return part;
    const whole = part.is.whole as Exclude<Content, { base64: string }>;
    const as = 'json' in whole ? 'json' : 'tagged';
    const text = JSON.stringify('json' in whole ? whole.json : whole.tagged);
    const before = this.#last.take(part);
    this.#last.keep(part, text);
    const start = commonStart(before, text);
    const end = commonEnd(before, text, start);
    if (start + end < MIN_SHARED) return part;
    return { ...part, is: { like: { as, start, end, text: text.slice(start, text.length - end) } } };
  }
}

/** Turns them back. `look` hears of the JSON, and how many characters of it its line does not have, before it is parsed. */
export class TextUnsharer {
  readonly #last = new LastText();

  unshare(part: Part, where: string, look: (json: string, shared: number) => void): Part {
    if (part.kind !== 'value') return part;
    const { is } = part;
    if ('whole' in is) {
      if (!('base64' in is.whole)) {
        this.#last.keep(part, JSON.stringify('json' in is.whole ? is.whole.json : is.whole.tagged));
      }
      return part;
    }
    if (!('like' in is)) return part;
    const { as, start, end, text } = is.like;
    const before = this.#last.take(part);
    if (start + end > before.length) {
      throw refused(
        'invalid',
        `${where} is not valid: it is like a value before it, which is shorter or is not there.`,
      );
    }
    const joined = before.slice(0, start) + text + before.slice(before.length - end);
    look(joined, start + end);
    this.#last.keep(part, joined);
    return { ...part, is: { whole: { [as]: parse(joined, where) } as Content } };
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused('invalid', `${where} is not valid: with the value before it, it makes no JSON.`, cause);
  }
}

function commonStart(before: string, text: string): number {
  const limit = Math.min(before.length, text.length);
  let count = 0;
  while (count < limit && before.charCodeAt(count) === text.charCodeAt(count)) count += 1;
  return count;
}

function commonEnd(before: string, text: string, start: number): number {
  const limit = Math.min(before.length, text.length) - start;
  let count = 0;
  while (count < limit && before.charCodeAt(before.length - 1 - count) === text.charCodeAt(text.length - 1 - count)) {
    count += 1;
  }
  return count;
}
