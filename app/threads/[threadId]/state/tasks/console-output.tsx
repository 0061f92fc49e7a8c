'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type UIEvent, useLayoutEffect, useRef } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatBytes, formatCount } from '@/app/components/ui/format';
import type { ConsoleCut, ConsoleLine } from '@/lib/contracts/console';
import type { TaskDetails } from '@/lib/contracts/task-details';
import { TaskSection } from './task-section';

/** What the node wrote to the console, by attempt. Nothing where it wrote nothing. */
export function ConsoleOutput({ task }: { task: TaskDetails }) {
  const list = useNewestInView(task.console.length, task.isPending && task.status !== 'failed');
  if (task.console.length === 0 && task.consoleCut === null) return null;
  const startMs = task.startMs ?? task.console[0]?.atMs ?? 0;
  return (
    <TaskSection title="Console">
      <ol
        {...list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
        tabIndex={0}
        aria-label={`Console of ${task.node}`}
        className="mx-3 mt-0.5 max-h-80 overflow-auto rounded-md border bg-sunken font-mono text-xs leading-5"
      >
        {task.console.map((line, index) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
            key={index}
            gap={task.consoleCut && task.consoleCut.after === index ? gapText(task.consoleCut) : null}
            line={line}
            afterMs={line.atMs - startMs}
            isFirstOfAttempt={line.attempt > 1 && line.attempt !== task.console[index - 1]?.attempt}
          />
        ))}
      </ol>
      {task.consoleCut && (
        <p className="px-3 pt-0.5 text-2xs text-fg-2">
          {gapText(task.consoleCut)}: a task keeps its first 200 lines or 64 KB, and its last 40. The server's own
          output has them.
        </p>
      )}
    </TaskSection>
  );
}

/** Who looks at the end of the list goes on seeing it while lines arrive; of a task at work that is where one begins. */
function useNewestInView(count: number, beginsAtEnd: boolean) {
  const ref = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(beginsAtEnd);
  useLayoutEffect(() => {
    if (count > 0 && isAtEnd.current && ref.current) ref.current.scrollTop = ref.current.scrollHeight;
  }, [count]);
  const onScroll = ({ currentTarget }: UIEvent<HTMLOListElement>) => {
    isAtEnd.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < NEAR_PX;
  };
  return { ref, onScroll };
}

const NEAR_PX = 24;

interface LineProps {
  line: ConsoleLine;
  afterMs: number;
  isFirstOfAttempt: boolean;
  /** What is missing before it. */
  gap: string | null;
}

function Line({ line, afterMs, isFirstOfAttempt, gap }: LineProps) {
  return (
    <>
      {gap !== null && <li className={DIVIDER}>⋯ {gap}</li>}
      {isFirstOfAttempt && <li className={DIVIDER}>attempt {line.attempt}</li>}
      <li className={cx('flex gap-2 px-2', GROUND[line.level])}>
        <span title={new Date(line.atMs).toISOString()} className="w-12 shrink-0 text-right text-fg-3 tabular-nums">
          +{(Math.max(0, afterMs) / 1000).toFixed(2)}s
        </span>
        <LevelIcon level={line.level} />
        <span className="min-w-0 break-words whitespace-pre-wrap">
          {line.inner !== undefined && <span className="text-fg-3">{line.inner}: </span>}
          {line.text}
        </span>
      </li>
    </>
  );
}

const DIVIDER = 'border-y bg-surface px-2 font-sans text-2xs text-fg-2';

function LevelIcon({ level }: { level: ConsoleLine['level'] }) {
  if (level === 'error')
    return <CircleAlert role="img" aria-label="error" size={11} className="mt-1 shrink-0 text-fail" />;
  if (level === 'warn')
    return <TriangleAlert role="img" aria-label="warning" size={11} className="mt-1 shrink-0 text-wait" />;
  return <span aria-hidden className="w-[11px] shrink-0" />;
}

const GROUND: Partial<Record<ConsoleLine['level'], string>> = { error: 'bg-fail-soft', warn: 'bg-wait-soft' };

function gapText({ lines, characters }: ConsoleCut): string {
  const what = [
    ...(lines > 0 ? [formatCount(lines, 'line')] : []),
    ...(characters > 0 ? [`${formatBytes(characters)} of long lines`] : []),
  ];
  return `${what.join(' and ')} not kept`;
}
