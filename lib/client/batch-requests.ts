/**
 * Makes one request of all single ones asked for within a tick. `load` answers in the order of the keys it got.
 * An answer that is missing rejects its caller alone; a failed load rejects all of its callers.
 */
export function batchRequests<Value>(
  load: (keys: string[]) => Promise<Value[]>,
  limit: number,
): (key: string) => Promise<Value> {
  let waiting: Waiting<Value>[] = [];

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(flush, 0);
      waiting.push({ key, resolve, reject });
    });

  function flush(): void {
    const batch = waiting;
    waiting = [];
    const keys = [...new Set(batch.map(({ key }) => key))];
    for (let start = 0; start < keys.length; start += limit) {
      const part = keys.slice(start, start + limit);
      void settle(
        part,
        batch.filter(({ key }) => part.includes(key)),
      );
    }
  }

  async function settle(keys: string[], callers: Waiting<Value>[]): Promise<void> {
    try {
      const values = await load(keys);
      for (const { key, resolve, reject } of callers) {
        const value = values[keys.indexOf(key)];
        if (value === undefined) reject(new Error(`No answer for ${key}.`));
        else resolve(value);
      }
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  }
}

interface Waiting<Value> {
  key: string;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}
