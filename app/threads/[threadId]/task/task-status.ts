import { Check, CircleDashed, LoaderCircle, type LucideIcon, Pause, Square, X } from 'lucide-react';
import type { TaskDetails } from '@/lib/contracts/task-details';

interface StatusLook {
  Icon: LucideIcon;
  tone: string;
  label: string;
}

/** How a task's status is drawn: by shape and colour, and in words. */
export const TASK_STATUS: Record<TaskDetails['status'], StatusLook> = {
  done: { Icon: Check, tone: 'text-done', label: 'ran' },
  failed: { Icon: X, tone: 'text-fail', label: 'failed' },
  interrupted: { Icon: Pause, tone: 'text-wait', label: 'asks' },
  running: { Icon: LoaderCircle, tone: 'text-now', label: 'running' },
  pending: { Icon: CircleDashed, tone: 'text-fg-2', label: 'next' },
  cancelled: { Icon: Square, tone: 'text-fg-2', label: 'cancelled' },
};
