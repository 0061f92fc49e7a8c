export interface JsonMistake {
  /** What stands where something else should, e.g. `Expected a value`. */
  message: string;
  offset: number;
}

/** Where and why a text is no JSON. Browsers word it differently and often name no place, so the text is read again here. */
export function findJsonMistake(text: string): JsonMistake | null {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.end();
    return null;
  } catch (mistake) {
    if (mistake instanceof Mistake) return { message: mistake.message, offset: mistake.offset };
    throw mistake;
  }
}

class Mistake extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** Reads one JSON text from left to right (RFC 8259) and throws at the first mistake. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): void {
    this.take(SPACE);
    switch (this.text[this.at]) {
      case '{':
        this.list('}', () => this.member());
        break;
      case '[':
        this.list(']', () => this.value());
        break;
      case '"':
        this.string('a closing quote');
        break;
      default:
        if (!this.take(ATOM)) this.fail('a value');
    }
    this.take(SPACE);
  }

  end(): void {
    if (this.at < this.text.length) this.fail('nothing more');
  }

  private member(): void {
    this.take(SPACE);
    if (this.text[this.at] !== '"') this.fail('a key in double quotes');
    this.string('a closing quote');
    this.take(SPACE);
    this.expect(':');
    this.value();
  }

  private list(close: '}' | ']', item: () => void): void {
    this.at++;
    this.take(SPACE);
    if (this.text[this.at] !== close) {
      item();
      while (this.text[this.at] === ',') {
        this.at++;
        item();
      }
      if (this.text[this.at] !== close) this.fail(`a comma or ${close}`);
    }
    this.at++;
  }

  private string(wanted: string): void {
    if (!this.take(STRING)) this.fail(wanted);
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) this.fail(character);
    this.at++;
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }

  private fail(wanted: string): never {
    throw new Mistake(`Expected ${wanted}`, this.at);
  }
}
