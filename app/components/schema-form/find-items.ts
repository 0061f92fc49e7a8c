/** Items drawn at once; the rest comes on request. */
export const PAGE_SIZE = 100;

/** Indexes of the items that hold the text in any key or value; all of them for no text. */
export function findItems(items: readonly unknown[], text: string): number[] {
  const wanted = text.trim().toLowerCase();
  const indexes = items.map((_, index) => index);
  if (wanted === '') return indexes;
  return indexes.filter((index) => (JSON.stringify(items[index]) ?? '').toLowerCase().includes(wanted));
}
