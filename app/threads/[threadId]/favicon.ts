import type { ThreadDisplayStatus } from '@/lib/contracts/debugger';

/** The mark that a status adds to the icon: a dot, bars or a cross, each light and dark. */
const MARKS: Partial<Record<ThreadDisplayStatus, { shape: string; light: string; dark: string }>> = {
  running: { shape: '<circle cx="12.6" cy="12.6" r="4"/>', light: '#0b7285', dark: '#4dc4d8' },
  waiting: {
    shape: '<path d="M9.2 8.6h2.6v8.2H9.2zM13.6 8.6h2.6v8.2h-2.6z"/>',
    light: '#8a5a00',
    dark: '#f0b64c',
  },
  failed: {
    shape: '<path d="M9.4 9.4l6.6 6.6M16 9.4l-6.6 6.6" stroke-width="2.6" class="line"/>',
    light: '#bd2525',
    dark: '#ff8080',
  },
};

/** The icon of a thread's tab as a data URL; null where the usual icon says enough. */
export function faviconOf(status: ThreadDisplayStatus): string | null {
  const mark = MARKS[status];
  if (mark === undefined) return null;
  const style = [
    '.clock{stroke:#0b7285;stroke-width:1.6}',
    `.mark{fill:${mark.light}}.line{stroke:${mark.light}}`,
    `@media(prefers-color-scheme:dark){.clock{stroke:#4dc4d8}.mark{fill:${mark.dark}}.line{stroke:${mark.dark}}}`,
  ].join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" fill="none" stroke-linecap="round" stroke-linejoin="round"><style>${style}</style><g class="clock"><path d="M3.2 5.6A7 7 0 0 1 15.7 7M2 9a7 7 0 0 0 4.6 6.6M2.6 2.4v3.4H6"/></g><g class="mark">${mark.shape}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
