'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useExportThreads } from '@/lib/client/capsules';
import type { CapsuleRequest } from '@/lib/contracts/capsule';
import { Button } from '../ui/button';
import { formatCount } from '../ui/format';
import { SelectMenu } from '../ui/select-menu';
import { shortId } from '../ui/short-id';
import { CapsuleContents } from './capsule-contents';
import { RedactField } from './redact-field';

interface ExportFormProps {
  threadIds: readonly string[];
  /** Its first field has the focus once it is there. */
  takesFocus?: boolean;
}

/** What is redacted and what stays behind, with what would leave; of several threads one is shown at a time. */
export function ExportForm({ threadIds, takesFocus = false }: ExportFormProps) {
  const [request, setRequest] = useState<CapsuleRequest>({ redact: [], leaveOut: [] });
  const [shown, setShown] = useState(threadIds[0] as string);
  const exporting = useExportThreads();
  const { redact, leaveOut } = request;
  const change = (next: Partial<CapsuleRequest>) => {
    exporting.reset();
    setRequest({ ...request, ...next });
  };
  const toggle = (key: string) =>
    change({ redact: redact.includes(key) ? redact.filter((each) => each !== key) : [...redact, key] });
  return (
    <div className="flex min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
        <RedactField takesFocus={takesFocus} patterns={redact} onChange={(next) => change({ redact: next })} />
        {LEFT_OUT.map(({ what, label }) => (
          <label key={what} className="flex items-center gap-2 text-fg-2">
            <input
              type="checkbox"
              checked={!leaveOut.includes(what)}
              className="accent-now"
              onChange={(event) =>
                change({
                  leaveOut: event.target.checked ? leaveOut.filter((each) => each !== what) : [...leaveOut, what],
                })
              }
            />
            {label}
          </label>
        ))}
        {threadIds.length > 1 && (
          <SelectMenu
            label="Thread whose contents are shown"
            value={shown}
            options={threadIds.map((threadId) => ({ value: threadId, label: shortId(threadId) }))}
            onChange={setShown}
          />
        )}
      </div>
      <CapsuleContents threadId={shown} request={request} onToggle={toggle} />
      <div className="flex flex-wrap items-center gap-3 border-t px-4 py-2.5">
        <p className="min-w-0 flex-1 text-xs text-fg-3">
          {exporting.data ? (
            <span role="status" className="text-fg-2">
              Saved as <span className="font-mono">{exporting.data.join(', ')}</span>
            </span>
          ) : (
            'Keys are redacted, not words: what a person, a model or an error says in a text stays in it.'
          )}
        </p>
        {exporting.error && (
          <p role="alert" className="text-fail">
            {exporting.error.message}
          </p>
        )}
        <Button
          tone="now"
          icon={<Download aria-hidden size={13} />}
          isBusy={exporting.isPending}
          onClick={() => exporting.mutate({ threadIds, body: request })}
        >
          {threadIds.length === 1 ? 'Export' : `Export ${formatCount(threadIds.length, 'file')}`}
        </Button>
      </div>
    </div>
  );
}

const LEFT_OUT = [
  { what: 'events', label: 'Streamed events and console output' },
  { what: 'notes', label: 'Notes' },
] as const;
