'use client';

import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useMemo, useRef, useState } from 'react';
import { useStartThread } from '@/lib/client/mutations';
import type { GraphCard } from '@/lib/contracts/debugger';
import { JsonEditor } from '../schema-form/json-editor';
import { SchemaForm } from '../schema-form/schema-form';
import { NO_MISFITS, validate } from '../schema-form/validate';
import { editedValue } from '../schema-form/value-editor';
import { Button } from '../ui/button';
import { onModEnter } from '../ui/on-key';
import { useModifierKey } from '../ui/use-modifier-key';
import { ExamplePicker } from './example-picker';
import { initialInput } from './initial-input';

/** The input as a form and as JSON, side by side: two views of one value. */
export function InputForm({ card }: { card: GraphCard }) {
  const schema = card.inputSchema ?? {};
  const [edited, setEdited] = useState(() => editedValue(initialInput(schema, card.examples[0])));
  const [wasTried, setWasTried] = useState(false);
  const misfits = useMemo(() => validate(schema, edited.value), [schema, edited.value]);
  const form = useRef<HTMLElement>(null);
  const router = useRouter();
  const start = useStartThread();
  const modifier = useModifierKey();
  const titleId = useId();

  const run = () => {
    setWasTried(true);
    if (start.isPending || start.isSuccess) return;
    if (misfits.size > 0 || edited.error !== null) {
      requestAnimationFrame(() =>
        form.current?.parentElement?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
      return;
    }
    start.mutate(
      { graphId: card.graphId, input: edited.value },
      { onSuccess: (threadId) => router.push(`/threads/${encodeURIComponent(threadId)}`) },
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for everything inside; the button says so too
    <div className="grid items-start gap-4 lg:grid-cols-2" onKeyDown={onModEnter(run)}>
      <section ref={form} aria-labelledby={titleId} className="min-w-0 rounded-xl border bg-surface">
        <header className="flex min-h-10 flex-wrap items-center gap-2 border-b px-4 py-1.5">
          <h2 id={titleId} className="font-medium">
            Input
          </h2>
          <ExamplePicker
            examples={card.examples}
            onPick={(example) => setEdited(editedValue(initialInput(schema, example)))}
          />
        </header>
        <div className="px-4 py-2">
          <SchemaForm
            schema={schema}
            value={edited.value}
            misfits={wasTried ? misfits : NO_MISFITS}
            label="Input"
            onChange={(value) => setEdited(editedValue(value))}
          />
        </div>
        <footer className="flex flex-wrap items-center gap-3 border-t px-4 py-3">
          <Button
            tone="now"
            isBusy={start.isPending || start.isSuccess}
            icon={<Play aria-hidden size={13} className="fill-current" />}
            onClick={run}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            Run
            <span aria-hidden className="text-2xs">
              {modifier}↵
            </span>
          </Button>
          <span role="status" className="text-xs text-fail">
            {wasTried &&
              misfits.size > 0 &&
              `${misfits.size} ${misfits.size === 1 ? 'field does' : 'fields do'} not fit yet`}
          </span>
          {start.error !== null && (
            <p role="alert" className="w-full break-words text-fail">
              {start.error.message}
            </p>
          )}
        </footer>
      </section>
      <section aria-label="Input as JSON" className="min-w-0 rounded-xl border bg-surface">
        <header className="flex min-h-10 items-center border-b px-4">
          <h2 className="font-medium">JSON</h2>
          <span className="ml-2 text-xs text-fg-3">the same input</span>
        </header>
        <div className="p-3">
          <JsonEditor edited={edited} onChange={setEdited} misfits={wasTried ? misfits : NO_MISFITS} label="Input" />
        </div>
      </section>
    </div>
  );
}
