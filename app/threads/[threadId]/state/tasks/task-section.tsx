import type { ReactNode } from 'react';

/** A part of what a task left, under its name. No landmark: of many tasks there would be many of one name. */
export function TaskSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <div className="flex items-end gap-2 px-3 pt-1.5 pb-0.5">
        <h4 className="flex-1 text-2xs font-medium text-fg-3">{title}</h4>
        {aside}
      </div>
      {children}
    </div>
  );
}
