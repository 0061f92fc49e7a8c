import { Ban, Check, LoaderCircle, Pause, X, Zap } from 'lucide-react';
import type { NodeLook } from './node-look';

/** The shape beside the colour. */
export function LookIcon({ look }: { look: NodeLook }) {
  switch (look) {
    case 'ran-here':
      return <span aria-hidden className="size-2 rounded-full bg-now" />;
    case 'cached':
      return <Zap aria-hidden size={12} className="fill-current text-now" />;
    case 'next':
      return <span aria-hidden className="size-2.5 rounded-sm border border-dashed border-now" />;
    case 'running':
      return <LoaderCircle aria-hidden size={12} className="animate-spin text-now motion-reduce:animate-none" />;
    case 'waiting':
      return <Pause aria-hidden size={12} className="fill-current text-wait" />;
    case 'failed':
      return <X aria-hidden size={13} className="text-fail" />;
    case 'cancelled':
      return <Ban aria-hidden size={12} className="text-fg-3" />;
    case 'ran-before':
      return <Check aria-hidden size={12} className="text-done" />;
    case 'idle':
      return null;
  }
}
