/** The first change goes out at once; what follows within this time goes together. */
const COLLECT_MS = 50;
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_500;

/** Collects the ids of threads that were written to, and sends them in few notifications. */
export class ThreadAnnouncer {
  readonly #send: (payload: string) => Promise<unknown>;
  readonly #writer: string;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(send: (payload: string) => Promise<unknown>, writer: string) {
    this.#send = send;
    this.#writer = writer;
  }

  announce(threadId: string): void {
    this.#waiting.add(threadId);
    // The timer holds the process: a script must not end before its last change was told.
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#sendWaiting(), COLLECT_MS);
    this.#sendAll();
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sendAll();
    await this.#sending;
  }

  #sendWaiting(): void {
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => this.#sendWaiting(), COLLECT_MS);
    this.#sendAll();
  }

  #sendAll(): void {
    for (const threadIds of batches([...this.#waiting], MAX_PAYLOAD_BYTES - 100)) {
      const payload = JSON.stringify({ writer: this.#writer, threadIds });
      // A lost notification loses nothing but time: the rows are there, and a reader sees them at its next look.
      this.#sending = Promise.all([this.#sending, this.#send(payload).catch(() => undefined)]);
    }
    this.#waiting.clear();
  }
}

function batches(ids: string[], maxBytes: number): string[][] {
  const result: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const idBytes = Buffer.byteLength(JSON.stringify(id)) + 1;
    if (bytes + idBytes > maxBytes) {
      result.push([]);
      bytes = 0;
    }
    result.at(-1)?.push(id);
    bytes += idBytes;
  }
  return result;
}
