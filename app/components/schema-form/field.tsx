'use client';

import type { ReactNode } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { FieldFrame } from './field-frame';
import { type FieldKind, fieldKind, simplify } from './field-kind';
import { useFieldState, useForm } from './form-context';
import { JsonControl } from './json-control';
import { ListField } from './list-field';
import { ObjectField } from './object-field';
import type { Pointer } from './pointer';
import { ChoiceControl, NumberControl, SwitchControl, TextControl } from './primitive-controls';
import { UnionField } from './union-field';
import { useShape } from './use-shape';

export interface FieldProps {
  schema: JsonSchema;
  pointer: Pointer;
  value: unknown;
  label: string;
  /** How deep in the form; the root is 0. */
  depth: number;
  /** Buttons that act on the field as a whole: remove, move. */
  actions?: ReactNode;
  /** An item of a list, drawn on one line when it is no container. */
  isItem?: boolean;
}

/** Draws one place of a value by what its schema, or its shape, asks for. */
export function Field(props: FieldProps) {
  const { root } = useForm();
  const shape = useShape(simplify(props.schema, root), props.value);
  const field = fieldKind(shape, root, props.value);
  if (field.kind === 'object' && holdsObject(props.value)) return <ObjectField {...props} field={field} />;
  if ((field.kind === 'list' || field.kind === 'tuple') && Array.isArray(props.value)) {
    return <ListField {...props} value={props.value} field={field} />;
  }
  if (field.kind === 'union') return <UnionField {...props} options={field.options} />;
  return <LeafField {...props} schema={shape} field={field} />;
}

function LeafField({
  schema,
  pointer,
  value,
  label,
  actions,
  field,
  isItem = false,
}: FieldProps & { field: FieldKind }) {
  const state = useFieldState(pointer, value);
  return (
    <FieldFrame
      label={label}
      description={typeof schema.description === 'string' ? schema.description : undefined}
      state={state}
      actions={actions}
      layout={layoutOf(field, value, isItem)}
    >
      <Control pointer={pointer} value={value} label={label} field={field} schema={schema} />
    </FieldFrame>
  );
}

function layoutOf(field: FieldKind, value: unknown, isItem: boolean): 'stacked' | 'switch' | 'item' {
  if (isItem) return 'item';
  return field.kind === 'boolean' && typeof value === 'boolean' ? 'switch' : 'stacked';
}

interface ControlProps {
  pointer: Pointer;
  value: unknown;
  label: string;
  field: FieldKind;
  schema: JsonSchema;
}

/** A value that is not of the field's kind, as foreign data may be, is edited as JSON: nothing is silently converted. */
function Control({ pointer, value, label, field, schema }: ControlProps) {
  const { edit } = useForm();
  const state = useFieldState(pointer, value);
  const control = { state, onChange: (next: unknown) => edit(pointer, next) };
  switch (field.kind) {
    case 'text':
      if (typeof value === 'string') return <TextControl {...control} value={value} format={field.format} />;
      break;
    case 'number':
      if (typeof value === 'number') return <NumberControl {...control} value={value} schema={schema} />;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return <SwitchControl {...control} value={value} label={label} />;
      break;
    case 'choice':
      return <ChoiceControl {...control} value={value} options={field.options} />;
    case 'constant':
      return (
        <output id={state.id} className="block py-1 font-mono text-xs text-fg-2">
          {JSON.stringify(field.value)}
        </output>
      );
    default:
      break;
  }
  return <JsonControl {...control} value={value} label={label} />;
}

function holdsObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
