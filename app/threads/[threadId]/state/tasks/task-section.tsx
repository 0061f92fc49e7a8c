import type { ReactNode } from 'react';

/** A part of what a task left, under its name. No landmark: of many tasks there would be many of one name. */
export function TaskSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <h4 className="px-3 pt-1.5 pb-0.5 text-2xs font-medium text-fg-3">{title}</h4>
      {children}
    </div>
  );
}
