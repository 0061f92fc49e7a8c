/** So many items at most, evenly chosen in their order, the first and the last among them. */
export function sampleEvenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const last = items.length - 1;
  return Array.from({ length: most }, (_, at) => items[Math.round((at * last) / (most - 1))] as Item);
}
