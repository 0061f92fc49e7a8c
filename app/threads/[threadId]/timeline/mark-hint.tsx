'use client';

import { createPortal } from 'react-dom';
import { RelativeTime } from '@/app/components/ui/relative-time';
import { slowestTasks, stepDurationMs } from '@/lib/inspect/explain';
import { type MarkTone, markOf } from '@/lib/inspect/marks';
import { formatBytes, formatDuration } from '../../../components/ui/format';
import { useDebugger } from '../debugger-model';

const SHOWN_CHANNELS = 6;
const SHOWN_TASKS = 4;

const NOTE_TONE: Record<MarkTone, string> = {
  plain: 'text-fg-2',
  edit: 'text-fg-2',
  waiting: 'text-wait',
  failed: 'text-fail',
  done: 'text-fg-2',
};

/** What a checkpoint under the pointer changed. The slider and the state pane say the same to the keyboard. */
export function MarkHint({ checkpointId, x, y }: { checkpointId: string; x: number; y: number }) {
  const { history, timeline } = useDebugger();
  const entry = history.byId.get(checkpointId);
  if (!entry) return null;
  const mark = markOf(entry, history.children.has(checkpointId));
  const durationMs = stepDurationMs(entry);
  const rest = entry.changed.length - SHOWN_CHANNELS;
  const tasks = slowestTasks(entry);
  const note = timeline.notes.find((each) => each.checkpointId === checkpointId);
  return createPortal(
    <div
      role="tooltip"
      style={{ left: Math.min(x + 12, window.innerWidth - 264), bottom: window.innerHeight - y + 16 }}
      className="pointer-events-none fixed z-50 w-62 rounded-md border border-line-strong bg-raised px-2.5 py-2 text-xs shadow-pop"
    >
      <p className="flex gap-2">
        <span className="font-semibold">Step {entry.step}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-fg-2">{mark.label}</span>
        {durationMs !== null && <span className="text-fg-3">{formatDuration(durationMs)}</span>}
      </p>
      {mark.note && <p className={NOTE_TONE[mark.badge?.tone ?? mark.tone]}>{mark.note}</p>}
      {entry.milestone && <p className="text-fg-2">Milestone</p>}
      {tasks.length > 1 && (
        <ul className="mt-1 font-mono text-2xs text-fg-2">
          {tasks.slice(0, SHOWN_TASKS).map(({ node, count, durationMs }) => (
            <li key={node} className="flex justify-between gap-2">
              <span className="truncate">
                {node}
                {count > 1 && ` ×${count}`}
              </span>
              <span className="text-fg-3">{formatDuration(durationMs)}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="mt-1 border-t pt-1 font-mono text-2xs text-fg-2">
        {entry.changed.slice(0, SHOWN_CHANNELS).map(({ channel, bytes }) => (
          <li key={channel} className="flex justify-between gap-2">
            <span className="truncate">{channel}</span>
            <span className="text-fg-3">{formatBytes(bytes)}</span>
          </li>
        ))}
        {rest > 0 && <li className="text-fg-3">and {rest} more</li>}
        {entry.changed.length === 0 && <li className="text-fg-3">changed nothing</li>}
      </ul>
      {note && <p className="mt-1 line-clamp-4 border-t pt-1 whitespace-pre-wrap">{note.text}</p>}
      <p className="mt-1 text-2xs text-fg-3">
        <RelativeTime timeMs={entry.createdAt} />
      </p>
    </div>,
    document.body,
  );
}
