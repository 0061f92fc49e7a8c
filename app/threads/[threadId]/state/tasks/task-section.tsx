import type { ReactNode } from 'react';

/** A part of what a task left, under its name. */
export function TaskSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col">
      <h4 className="flex items-baseline gap-2 px-3 pt-1.5 text-2xs font-medium text-fg-3">
        {title}
        {aside}
      </h4>
      {children}
    </section>
  );
}
