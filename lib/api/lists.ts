/** A page of a list, with the headers that tell how many there are and where the next page starts. */
export function listResponse(items: unknown[], page: { total: number; offset: number }): Response {
  const next = page.offset + items.length;
  const headers: Record<string, string> = { 'x-pagination-total': String(page.total) };
  if (items.length > 0 && next < page.total) headers['x-pagination-next'] = String(next);
  return Response.json(items, { headers });
}

/** Only the keys asked for. */
export function selectKeys<Item extends object>(item: Item, keys: string[] | null | undefined): Partial<Item> {
  if (keys == null) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => keys.includes(key))) as Partial<Item>;
}
