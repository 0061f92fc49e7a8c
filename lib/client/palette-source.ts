'use client';

import { useLayoutEffect, useRef } from 'react';

/** One thing that the command palette leads to. */
export interface PaletteItem {
  id: string;
  /** The heading that it stands under. */
  group: string;
  label: string;
  detail?: string;
  /** Keys that do the same, as the key map writes them. */
  keys?: readonly string[];
  run: () => void;
}

/** What a page adds to the palette for what was typed; empty text asks for what is worth showing at once. */
export type PaletteSource = (text: string) => PaletteItem[];

const sources: PaletteSource[] = [];

/** Adds to the palette as long as the component is there. */
export function usePaletteSource(source: PaletteSource): void {
  const latest = useRef(source);
  useLayoutEffect(() => {
    latest.current = source;
  });
  useLayoutEffect(() => {
    const read: PaletteSource = (text) => latest.current(text);
    sources.push(read);
    return () => {
      sources.splice(sources.indexOf(read), 1);
    };
  }, []);
}

export function itemsOfPage(text: string): PaletteItem[] {
  return sources.flatMap((source) => source(text));
}
