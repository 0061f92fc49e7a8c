/** Bytes of values as JSON, near enough to decide what travels: characters count as one byte. Each object is measured once. */
export class JsonSizes {
  readonly #known = new Map<object, number>();

  of(value: unknown): number {
    switch (typeof value) {
      case 'string':
        return value.length + 2;
      case 'object':
        return value === null ? 4 : this.#ofContainer(value);
      case 'undefined':
        return 0;
      default:
        return String(value).length;
    }
  }

  #ofContainer(value: object): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    let bytes = 2;
    if (Array.isArray(value)) for (const item of value) bytes += this.of(item) + 1;
    else
      for (const key of Object.keys(value)) bytes += key.length + 4 + this.of((value as Record<string, unknown>)[key]);
    this.#known.set(value, bytes);
    return bytes;
  }
}
