import { Ban, Check, History, LoaderCircle, Pause, X, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NodeLook } from './node-look';

/** The shape beside the colour: constant elements, as nodes are drawn again at every step. */
export const LOOK_ICON: Record<NodeLook, ReactNode> = {
  'ran-here': <span aria-hidden className="size-2 rounded-full bg-now" />,
  cached: <Zap aria-hidden size={12} className="fill-current text-now" />,
  answered: <History aria-hidden size={12} className="text-edit" />,
  next: <span aria-hidden className="size-2.5 rounded-sm border border-dashed border-now" />,
  running: <LoaderCircle aria-hidden size={12} className="animate-spin text-now motion-reduce:animate-none" />,
  waiting: <Pause aria-hidden size={12} className="fill-current text-wait" />,
  failed: <X aria-hidden size={13} className="text-fail" />,
  cancelled: <Ban aria-hidden size={12} className="text-fg-3" />,
  'ran-before': <Check aria-hidden size={12} className="text-done" />,
  idle: null,
};
