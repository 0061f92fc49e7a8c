import type { PaletteItem } from '@/lib/client/palette-source';

/** Items that hold every word that was typed; those whose label begins with it come first in their group. */
export function matchItems(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  const found = items.filter((item) => {
    const held = `${item.label} ${item.detail ?? ''} ${item.group}`.toLowerCase();
    return words.every((word) => held.includes(word));
  });
  const typed = words.join(' ');
  const rank = ({ label }: PaletteItem) => (label.toLowerCase().startsWith(typed) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** Items under their headings, in the order in which the headings first came up. */
export function groupItems(items: readonly PaletteItem[]): { group: string; items: PaletteItem[] }[] {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups].map(([group, members]) => ({ group, items: members }));
}
