'use client';

import { useMemo, useState } from 'react';
import { EMPTY_DRAFT, editedState, isDirty, updateOf, withState } from '@/lib/client/edit-draft';
import { useExperimentPane } from '@/lib/client/experiments';
import { useFork } from '@/lib/client/mutations';
import { useEditDraft } from '@/lib/client/use-edit-draft';
import type { CheckpointState, GraphCard } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import { isPlainObject } from '@/lib/inspect/json';
import { NodeChoices } from '../replay-policy/node-choices';
import { usePolicyDraft } from '../replay-policy/use-policy-draft';
import { type EditedValue, ValueEditor } from '../schema-form/value-editor';
import { Button } from '../ui/button';
import { onModEnter } from '../ui/on-key';
import { ChannelFields } from './channel-fields';
import { EditPreview } from './edit-preview';
import { ForkBar } from './fork-bar';
import { useEditMisfits } from './use-edit-misfits';
import { useFocusInView } from './use-focus-in-view';
import { usePreview } from './use-preview';

interface EditWorkspaceProps {
  threadId: string;
  state: CheckpointState;
  /** Of the graph whose state it is; empty for the root's. */
  namespace: string;
  /** The root graph, which runs. */
  graphId: string;
  graph: Pick<GraphCard, 'graph' | 'stateSchema' | 'channels'>;
  step: number | null;
  /** The branch of the root graph that is edited: what it recorded can be reused. */
  branchId: string | null;
  /** The edit was discarded. */
  onClose: () => void;
  /** It is a branch now, and `isRun` whether it runs on. */
  onForked: (made: ForkResult, isRun: boolean) => void;
}

export function EditWorkspace(props: EditWorkspaceProps) {
  const { threadId, state, namespace, graphId, graph, step, branchId, onClose, onForked } = props;
  const { checkpointId, values: original } = state;
  const [draft, changeDraft] = useEditDraft(threadId, checkpointId);
  const [view, setView] = useState<Pick<EditedValue, 'mode' | 'text' | 'error'>>({
    mode: 'form',
    text: null,
    error: null,
  });
  const fork = useFork(threadId);
  const fields = useFocusInView<HTMLDivElement>();

  const channels = graph.channels ?? [];
  const nodes = graph.graph?.nodes.filter((node) => node.type === 'runnable').map((node) => node.id) ?? [];
  const edited = useMemo(() => editedState(draft, original), [draft, original]);
  const update = updateOf(draft, channels);
  const asNode = draft.asNode ?? undefined;
  const { preview, isSettled } = usePreview({
    threadId,
    namespace,
    checkpointId,
    update,
    asNode,
    isEnabled: isDirty(draft) && view.error === null,
  });
  const misfits = useEditMisfits(graph.stateSchema, draft);
  const choices = usePolicyDraft(graph.stateSchema);
  // Of a graph inside nothing is chosen node by node.
  const willRun = (namespace === '' && preview.data?.willRun) || NOTHING;
  const policy = choices.policyOf(willRun, branchId);
  // Nothing is written before it is shown what that will do.
  const canFork = isDirty(draft) && view.error === null && isSettled && choices.problem(willRun) === null;

  const save = (run: boolean) => {
    if (!canFork || fork.isPending) return;
    const name = draft.branchName.trim();
    fork.mutate(
      {
        graphId,
        run,
        namespace,
        checkpointId,
        values: update,
        asNode,
        replayPolicy: policy,
        ...(name === '' ? {} : { name }),
      },
      {
        onSuccess: (made) => {
          changeDraft(() => EMPTY_DRAFT);
          onForked(made, run);
        },
      },
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for everything inside; the button says so too
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onModEnter(() => save(true))}>
      {/* In a low pane the form keeps its room, and what is around it scrolls. */}
      <div ref={fields} className="min-h-40 flex-1 scroll-py-3 overflow-y-auto px-3 pb-3">
        <ValueEditor
          heading={<EditHeading step={step} checkpointId={namespace === '' ? checkpointId : null} />}
          schema={graph.stateSchema ?? {}}
          edited={{ ...view, value: edited }}
          misfits={misfits}
          label="State"
          form={
            <ChannelFields
              draft={draft}
              changeDraft={changeDraft}
              original={original}
              stateSchema={graph.stateSchema ?? {}}
              channels={channels}
              misfits={misfits}
            />
          }
          onChange={({ value, ...nextView }) => {
            setView(nextView);
            if (nextView.text !== null && nextView.error === null) applyJson(value);
          }}
        />
      </div>
      <EditPreview
        draft={draft}
        preview={preview}
        original={original}
        nodes={nodes}
        policy={policy}
        onAsNode={(node) => changeDraft((known) => ({ ...known, asNode: node }))}
      />
      {isDirty(draft) && willRun.length > 0 && (
        <div className="shrink-0 border-t bg-sunken px-3 py-1.5">
          <NodeChoices nodes={willRun} graph={graph.graph} draft={choices} />
        </div>
      )}
      <ForkBar
        branchName={draft.branchName}
        onBranchName={(branchName) => changeDraft((known) => ({ ...known, branchName }))}
        canFork={canFork}
        isDirty={isDirty(draft)}
        isBusy={fork.isPending}
        error={fork.error}
        onFork={save}
        onDiscard={() => {
          changeDraft(() => EMPTY_DRAFT);
          onClose();
        }}
      />
    </div>
  );

  function applyJson(value: unknown): void {
    if (isPlainObject(value)) changeDraft((known) => withState(known, value, original));
  }
}

const NOTHING: string[] = [];

/** Of the root graph's checkpoint several edits can be tried at once. */
function EditHeading({ step, checkpointId }: { step: number | null; checkpointId: string | null }) {
  const [, showExperiments] = useExperimentPane();
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-2 text-xs text-fg-2">
      <span className="inline-flex h-6 items-center gap-1.5 rounded-md bg-edit-soft px-2 font-medium text-edit">
        <span aria-hidden className="size-2 rotate-45 bg-current" />
        {step === null ? 'Edit' : `Edit at step ${step}`}
      </span>
      forks from here; the original stays as it is
      {checkpointId !== null && (
        <Button size="sm" tone="ghost" onClick={() => void showExperiments(checkpointId)}>
          What if…
        </Button>
      )}
    </p>
  );
}
