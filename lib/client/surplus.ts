interface Held {
  /** When it came, on any clock. */
  at: number;
  weight: number;
}

/** What has to go, the oldest first, until neither the number nor the weight of what is held exceeds its limit. */
export function surplus<Item extends Held>(held: readonly Item[], limits: { count: number; weight: number }): Item[] {
  const newestFirst = held.toSorted((a, b) => b.at - a.at);
  let weight = 0;
  const kept = newestFirst.findIndex((item, position) => {
    weight += item.weight;
    return position >= limits.count || weight > limits.weight;
  });
  return kept === -1 ? [] : newestFirst.slice(kept).reverse();
}
