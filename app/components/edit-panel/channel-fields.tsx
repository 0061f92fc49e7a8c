'use client';

import {
  type EditDraft,
  editedState,
  resetChannel,
  throughReducer,
  withChannel,
  withWrite,
} from '@/lib/client/edit-draft';
import type { GraphCard, JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { simplify } from '../schema-form/field-kind';
import type { Misfits } from '../schema-form/validate';
import { ChannelField } from './channel-field';

interface ChannelFieldsProps {
  draft: EditDraft;
  changeDraft: (change: (draft: EditDraft) => EditDraft) => void;
  original: Record<string, unknown>;
  stateSchema: JsonSchema;
  channels: NonNullable<GraphCard['channels']>;
  misfits: Misfits;
}

/** The state's channels in the schema's order; those with a reducer can take the edit in two ways. */
export function ChannelFields({ draft, changeDraft, original, stateSchema, channels, misfits }: ChannelFieldsProps) {
  const { properties } = simplify(stateSchema, stateSchema);
  const schemas = isPlainObject(properties) ? properties : {};
  const names = [...new Set([...Object.keys(schemas), ...channels.map(({ name }) => name), ...Object.keys(original)])];
  const edited = editedState(draft, original);
  return (
    <div className="divide-y">
      {names.map((name) => {
        const schema = schemas[name];
        const isReduced = Object.hasOwn(draft.writes, name);
        return (
          <ChannelField
            key={name}
            channel={{
              name,
              hasReducer: channels.some((channel) => channel.name === name && channel.hasReducer),
              // The root's definitions come along, so that references inside still lead somewhere.
              schema: {
                $defs: stateSchema.$defs,
                definitions: stateSchema.definitions,
                ...(isPlainObject(schema) ? schema : {}),
              },
            }}
            original={original[name]}
            value={isReduced ? draft.writes[name] : edited[name]}
            how={isReduced ? 'reduced' : Object.hasOwn(draft.values, name) ? 'replaced' : 'unchanged'}
            misfits={misfits}
            onEdit={(action) => changeDraft((known) => applyAction(known, name, action, original))}
          />
        );
      })}
    </div>
  );
}

export type ChannelAction =
  | { type: 'value' | 'write'; next: unknown }
  | { type: 'through-reducer' }
  | { type: 'reset' };

function applyAction(
  draft: EditDraft,
  name: string,
  action: ChannelAction,
  original: Record<string, unknown>,
): EditDraft {
  switch (action.type) {
    case 'value':
      return withChannel(draft, name, action.next, original);
    case 'write':
      return withWrite(draft, name, action.next);
    case 'through-reducer':
      return throughReducer(draft, name, original);
    case 'reset':
      return resetChannel(draft, name);
  }
}
