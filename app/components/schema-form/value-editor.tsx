'use client';

import { Braces, ListTree } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { ChoiceSwitch } from '../ui/choice-switch';
import { JsonEditor } from './json-editor';
import { SchemaForm } from './schema-form';
import type { Misfits } from './validate';

/** What is being edited. While the JSON text does not parse, `value` is the last one that did, and `error` says why. */
export interface EditedValue {
  value: unknown;
  mode: 'form' | 'json';
  text: string | null;
  error: string | null;
}

export function editedValue(value: unknown): EditedValue {
  return { value, mode: 'form', text: null, error: null };
}

interface ValueEditorProps {
  schema: JsonSchema;
  edited: EditedValue;
  onChange: (next: EditedValue) => void;
  misfits: Misfits;
  label: string;
  /** Left of the switch between the two. */
  heading?: ReactNode;
  /** Instead of the plain form, when fields need something around them. */
  form?: ReactNode;
}

/** A form and its raw JSON, two views of one value. */
export function ValueEditor({ schema, edited, onChange, misfits, label, heading, form }: ValueEditorProps) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center gap-2 pt-2.5">
        {heading}
        <ChoiceSwitch
          label="Edit as"
          choices={MODES}
          chosen={edited.mode}
          onChoose={(mode) => onChange({ ...edited, mode, text: null, error: null })}
          className="ml-auto"
        />
      </div>
      {edited.mode === 'json' ? (
        <JsonEditor edited={edited} onChange={onChange} misfits={misfits} label={label} />
      ) : (
        (form ?? (
          <SchemaForm
            schema={schema}
            value={edited.value}
            misfits={misfits}
            label={label}
            onChange={(value) => onChange({ ...edited, value })}
          />
        ))
      )}
    </div>
  );
}

const MODES = [
  { key: 'form', label: 'Form', icon: ListTree },
  { key: 'json', label: 'JSON', icon: Braces },
] as const;
