'use client';

import { useSyncExternalStore } from 'react';

const NAMES = [
  'fg',
  'fg-2',
  'fg-3',
  'line',
  'line-strong',
  'surface',
  'sunken',
  'now',
  'edit',
  'wait',
  'done',
  'fail',
  'hit',
] as const;

/** The theme's tokens as a canvas needs them: resolved colours. */
export type CanvasColours = Record<(typeof NAMES)[number], string>;

/** Read again when the theme changes, by the system or by a person. Null while there is no page. */
export function useCanvasColours(): CanvasColours | null {
  return useSyncExternalStore(subscribe, readOnce, () => null);
}

let colours: CanvasColours | null = null;

function readOnce(): CanvasColours {
  colours ??= read();
  return colours;
}

function subscribe(onChange: () => void): () => void {
  const refresh = () => {
    colours = null;
    onChange();
  };
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', refresh);
  const observer = new MutationObserver(refresh);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    dark.removeEventListener('change', refresh);
    observer.disconnect();
  };
}

/** Custom properties hold `light-dark(…)`: only a real property resolves them. */
function read(): CanvasColours {
  const probe = document.createElement('span');
  // A transition, however short, would answer with the colour before.
  probe.style.transition = 'none';
  document.body.append(probe);
  const resolved = Object.fromEntries(
    NAMES.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as CanvasColours;
  probe.remove();
  return resolved;
}
