'use client';

import { useState } from 'react';
import { Button } from '@/app/components/ui/button';
import { onEscape, onModEnter } from '@/app/components/ui/on-key';
import { useWriteNote } from '@/lib/client/notes';
import { useDebugger } from '../debugger-model';

const MAX_LENGTH = 2_000;

/** The note of one step, in a strip of its own. ⌘/Ctrl-Enter saves, Escape leaves it as it was; empty removes it. */
export function NoteEditor({ checkpointId, onClose }: { checkpointId: string; onClose: () => void }) {
  const { threadId, timeline, history } = useDebugger();
  const write = useWriteNote(threadId);
  const known = timeline.notes.find((note) => note.checkpointId === checkpointId)?.text ?? '';
  const [text, setText] = useState(known);
  const step = history.byId.get(checkpointId)?.step;
  const save = () => write.mutate({ checkpointId, text }, { onSuccess: onClose });
  return (
    <form
      aria-label={`Note of step ${step}`}
      className="flex shrink-0 items-start gap-2 border-b bg-sunken px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        onEscape(onClose)(event);
        onModEnter(save)(event);
      }}
    >
      <div className="min-w-0 flex-1">
        <textarea
          // biome-ignore lint/a11y/noAutofocus: a person has just asked to write.
          autoFocus
          aria-label="Note"
          rows={2}
          maxLength={MAX_LENGTH}
          value={text}
          placeholder={`What is worth remembering of step ${step}`}
          onChange={(event) => setText(event.target.value)}
          className="w-full resize-y rounded-md border border-control-line bg-surface px-2 py-1 text-sm"
        />
        {write.error && (
          <p role="alert" className="text-xs text-fail">
            {write.error.message}
          </p>
        )}
      </div>
      <Button type="submit" tone="now" isBusy={write.isPending} disabled={text.trim() === known.trim()}>
        {text.trim() === '' && known !== '' ? 'Remove note' : 'Save note'}
      </Button>
      <Button onClick={onClose}>Cancel</Button>
    </form>
  );
}
