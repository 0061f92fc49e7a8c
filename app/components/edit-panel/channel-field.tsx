'use client';

import { Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { defaultValue } from '../schema-form/default-value';
import { SchemaForm } from '../schema-form/schema-form';
import type { Misfits } from '../schema-form/validate';
import { Button } from '../ui/button';
import { ChoiceSwitch } from '../ui/choice-switch';
import { IconButton } from '../ui/icon-button';
import type { ChannelAction } from './channel-fields';

interface ChannelFieldProps {
  channel: { name: string; hasReducer: boolean; schema: JsonSchema };
  original: unknown;
  value: unknown;
  how: 'unchanged' | 'replaced' | 'reduced';
  misfits: Misfits;
  onEdit: (action: ChannelAction) => void;
}

export function ChannelField({ channel, original, value, how, misfits, onEdit }: ChannelFieldProps) {
  const { name, hasReducer, schema } = channel;
  const { form, baseline } = useChannelForm(name, schema, original, how);
  return (
    <section aria-label={`Channel ${name}`} className="py-1">
      {value === undefined ? (
        <div className="flex items-center gap-2 py-1.5">
          <span className="font-mono text-xs text-fg-2">{name}</span>
          <span className="text-xs text-fg-3">not set</span>
          <Button
            size="sm"
            tone="ghost"
            className="ml-auto"
            aria-label={`Set ${name}`}
            onClick={() => onEdit({ type: 'value', next: defaultValue(schema, schema) })}
          >
            Set
          </Button>
        </div>
      ) : (
        <SchemaForm
          key={how === 'reduced' ? 'write' : 'value'}
          schema={form}
          value={{ [name]: value }}
          baseline={baseline}
          misfits={misfits}
          label={name}
          onChange={(next) => {
            const edited = (next as Record<string, unknown>)[name];
            onEdit({ type: how === 'reduced' ? 'write' : 'value', next: edited });
          }}
        />
      )}
      {(how !== 'unchanged' || hasReducer) && (
        <div className="flex min-h-6 items-center gap-2 pl-5 text-2xs text-fg-3">
          {hasReducer && <ReducerSwitch name={name} how={how} onEdit={onEdit} />}
          {how !== 'unchanged' && (
            <IconButton
              label={`Set ${name} back`}
              icon={<Undo2 aria-hidden size={12} />}
              className="ml-auto size-5"
              onClick={() => onEdit({ type: 'reset' })}
            />
          )}
        </div>
      )}
    </section>
  );
}

/** The channel as the only key of a form, so that it carries its own label, mark and misfits. */
function useChannelForm(name: string, schema: JsonSchema, original: unknown, how: ChannelFieldProps['how']) {
  const text = JSON.stringify(schema);
  const form = useMemo<JsonSchema>(() => {
    const { $defs, definitions, ...own }: JsonSchema = JSON.parse(text);
    return { $defs, definitions, type: 'object', properties: { [name]: own }, required: [name] };
  }, [name, text]);
  const baseline = useMemo(() => (how === 'reduced' ? undefined : { [name]: original }), [name, original, how]);
  return { form, baseline };
}

function ReducerSwitch({ name, how, onEdit }: Pick<ChannelFieldProps, 'how' | 'onEdit'> & { name: string }) {
  return (
    <ChoiceSwitch
      label={`How the edit of ${name} is combined`}
      choices={WAYS}
      chosen={how === 'reduced' ? 'reduced' : 'replaced'}
      onChoose={(way) => onEdit({ type: way === 'reduced' ? 'through-reducer' : 'reset' })}
    />
  );
}

const WAYS = [
  { key: 'replaced', label: 'replace (Overwrite)' },
  { key: 'reduced', label: 'send through the reducer' },
] as const;
