import type { NodeLook } from './node-look';

/** Border and ground, by what the node is about. Icon and text say the same without colour. */
export const BOX: Record<NodeLook, string> = {
  idle: 'border-line-strong bg-surface',
  'ran-before': 'border-line-strong bg-surface',
  'ran-here': 'border-now bg-surface shadow-[0_0_0_1px_var(--now)]',
  cached: 'border-now bg-surface',
  answered: 'border-edit bg-surface',
  next: 'border-dashed border-now bg-surface',
  running: 'border-now bg-now-soft shadow-[0_0_0_1px_var(--now)]',
  waiting: 'border-wait bg-surface shadow-[0_0_0_1px_var(--wait)]',
  failed: 'border-fail bg-fail-soft shadow-[0_0_0_1px_var(--fail)]',
  cancelled: 'border-control-line border-dashed bg-surface',
};

export const STRIPE: Record<NodeLook, string> = {
  idle: 'hidden',
  'ran-before': 'bg-done',
  'ran-here': 'bg-now',
  cached: 'bg-now opacity-50',
  answered: 'bg-edit opacity-50',
  next: 'hidden',
  running: 'bg-now animate-working',
  waiting: 'bg-wait',
  failed: 'bg-fail',
  cancelled: 'bg-control-line',
};

export const DETAIL: Record<NodeLook, string> = {
  idle: 'text-fg-3',
  'ran-before': 'text-fg-3',
  'ran-here': 'text-fg-2',
  cached: 'text-fg-2',
  answered: 'text-edit',
  next: 'text-now',
  running: 'text-now',
  waiting: 'text-wait',
  failed: 'text-fail',
  cancelled: 'text-fg-2',
};

/** On the small map, where there is room for a colour alone. */
export const MAP_COLOUR: Record<NodeLook, string> = {
  idle: 'fill-control-line stroke-control-line',
  'ran-before': 'fill-done stroke-done',
  'ran-here': 'fill-now stroke-now',
  cached: 'fill-now stroke-now',
  answered: 'fill-edit stroke-edit',
  next: 'fill-now-soft stroke-now',
  running: 'fill-now stroke-now',
  waiting: 'fill-wait stroke-wait',
  failed: 'fill-fail stroke-fail',
  cancelled: 'fill-fg-2 stroke-fg-2',
};

export const SELECTED = 'outline outline-offset-2 outline-fg';
