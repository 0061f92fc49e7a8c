'use client';

import type { DrawableGraph } from '@/lib/contracts/debugger';
import { type Doing, gotoTargets } from '@/lib/inspect/replay-choices';
import { JsonEditor } from '../schema-form/json-editor';
import { SelectMenu } from '../ui/select-menu';
import type { PolicyDraft } from './use-policy-draft';

interface NodeChoiceRowProps {
  node: string;
  graph: DrawableGraph | undefined;
  doings: readonly Doing[];
  draft: PolicyDraft;
}

/** What one node does when the run comes to it, and with what it is mocked. */
export function NodeChoiceRow({ node, graph, doings, draft }: NodeChoiceRowProps) {
  const { doing, mock, goto } = draft.choiceOf(node);
  const targets = gotoTargets(graph, node);
  return (
    <li className="flex flex-col gap-1.5 py-1">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-24 truncate font-mono text-xs" title={node}>
          {node}
        </span>
        <SelectMenu
          label={`What ${node} does`}
          value={doing}
          options={doings.map((value) => ({ value, label: LABELS[value] }))}
          onChange={(value) => draft.change(node, { doing: value as Doing })}
        />
        {doing === 'mock' && targets.length > 0 && (
          <SelectMenu
            label={`Where ${node} goes`}
            value={goto ?? ''}
            options={[
              { value: '', label: 'as its routers decide' },
              ...targets.map((value) => ({ value, label: `to ${value === '__end__' ? 'the end' : value}` })),
            ]}
            onChange={(value) => draft.change(node, { goto: value === '' ? null : value })}
          />
        )}
      </div>
      {doing === 'mock' && (
        <JsonEditor
          edited={mock}
          onChange={(next) => draft.change(node, { mock: next })}
          misfits={draft.misfitsOf(node)}
          label={`What ${node} returns`}
          minRows={3}
        />
      )}
    </li>
  );
}

const LABELS: Record<Doing, string> = {
  execute: 'Execute',
  reuse: 'Reuse what it wrote',
  mock: 'Mock',
};
