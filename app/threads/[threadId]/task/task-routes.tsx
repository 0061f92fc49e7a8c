'use client';

import { Fragment } from 'react';
import { useStateView } from '@/lib/client/state-view';
import type { RouteRead, TaskDetails, TaskRoute } from '@/lib/contracts/task-details';
import { previewOf } from '@/lib/inspect/preview';
import { labelText, whereTo, whoChose } from '@/lib/inspect/route-text';

const VALUE_CHARACTERS = 80;

interface TaskRoutesProps {
  node: string;
  routes: NonNullable<TaskDetails['routes']>;
}

/** Why what follows a task does: the label taken, those not taken, and what the router read. */
export function TaskRoutes({ node, routes }: TaskRoutesProps) {
  if (routes === 'not kept')
    return (
      <p className="text-xs text-fg-2">
        How its router chose is not kept: the step was recorded before routes were, or what the task wrote was taken
        over from another run.
      </p>
    );
  return (
    <ul aria-label={`Routes of ${node}`} className="flex flex-col gap-1.5 text-xs">
      {routes.map((route, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: routers may have one name; their order never changes.
        <li key={index}>
          <Route route={route} />
        </li>
      ))}
    </ul>
  );
}

function Route({ route }: { route: TaskRoute }) {
  const { router, notTaken, reads, valueless } = route;
  return (
    <>
      <p className="break-words">
        Went to <span className="font-medium">{whereTo(route)}</span> because {whoChose(route)}.
      </p>
      {notTaken && notTaken.length > 0 && (
        <p className="break-words text-fg-2">Not taken: {notTaken.map(labelText).join(', ')}.</p>
      )}
      {router !== null &&
        (reads.length === 0 ? (
          <p className="text-fg-2">The router read nothing{valueless.length > 0 && ' that had a value'}.</p>
        ) : (
          <dl className="mt-0.5 grid grid-cols-[auto_1fr] gap-x-2 font-mono">
            {reads.map((read) => (
              <Fragment key={read.key}>
                <dt>
                  <KeyButton name={read.key} />
                </dt>
                <dd className="min-w-0 break-words">
                  <ReadValue read={read} />
                </dd>
              </Fragment>
            ))}
          </dl>
        ))}
      {valueless.length > 0 && (
        <p className="break-words text-2xs text-fg-3">
          Without a stored value: {valueless.join(', ')}. A look at such a key leaves no trace.
        </p>
      )}
    </>
  );
}

/** Shows the key in the state. */
function KeyButton({ name }: { name: string }) {
  const { revealKey } = useStateView();
  return (
    <button
      type="button"
      aria-label={`Show ${name} in the state`}
      onClick={() => revealKey(name)}
      className="rounded-sm text-now underline decoration-dotted underline-offset-2 hover:bg-hover"
    >
      {name}
    </button>
  );
}

function ReadValue({ read }: { read: RouteRead }) {
  switch (read.kind) {
    case 'value':
      return previewOf(read.value, VALUE_CHARACTERS);
    case 'combined':
      return (
        <>
          {read.before ? previewOf(read.before.value, VALUE_CHARACTERS) : 'nothing'}{' '}
          <span className="font-sans text-fg-2">before, combined with its own write</span>{' '}
          {previewOf(read.write, VALUE_CHARACTERS)}
        </>
      );
    case 'unknown':
      return <span className="font-sans text-fg-2">not stored</span>;
  }
}
