import { Circle, CircleCheck, CircleDashed, CircleStop, CircleX, Pause } from 'lucide-react';
import type { ThreadDisplayStatus } from '@/lib/contracts/debugger';
import { Badge, type BadgeTone } from './ui/badge';

/** The one map from a thread's status to its words, colour and shape (never colour alone). */
const THREAD_STATUS: Record<ThreadDisplayStatus, { label: string; tone: BadgeTone; icon: typeof Circle }> = {
  empty: { label: 'Empty', tone: 'neutral', icon: CircleDashed },
  running: { label: 'Running', tone: 'now', icon: Circle },
  waiting: { label: 'Waiting for an answer', tone: 'wait', icon: Pause },
  failed: { label: 'Failed', tone: 'fail', icon: CircleX },
  stopped: { label: 'Stopped', tone: 'neutral', icon: CircleStop },
  done: { label: 'Done', tone: 'done', icon: CircleCheck },
};

const ICON_CLASS: Partial<Record<ThreadDisplayStatus, string>> = {
  running: 'animate-working fill-current',
  waiting: 'fill-current',
};

export function ThreadStatus({ status }: { status: ThreadDisplayStatus }) {
  const { label, tone, icon: Icon } = THREAD_STATUS[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden size={12} className={ICON_CLASS[status]} />}>
      {label}
    </Badge>
  );
}
