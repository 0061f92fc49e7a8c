'use client';

import { Plus, X } from 'lucide-react';
import { memo, useState } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';
import { previewOf } from '@/lib/inspect/preview';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { defaultValue } from './default-value';
import { Disclosure } from './disclosure';
import { Field, type FieldProps } from './field';
import { type FieldKind, simplify } from './field-kind';
import { useForm } from './form-context';
import { childPointer, type Pointer } from './pointer';
import { INPUT_CLASS } from './primitive-controls';

type ObjectKind = Extract<FieldKind, { kind: 'object' }>;

/** Known keys in the schema's order, then the others. The root object stands open without a frame. */
export function ObjectField(props: FieldProps & { field: ObjectKind }) {
  if (props.depth === 0) return <Entries {...props} />;
  return (
    <Disclosure {...props} isOpenAtFirst={props.depth === 1 && props.field.properties.length <= 12}>
      <Entries {...props} />
    </Disclosure>
  );
}

function Entries({ pointer, value, field, depth }: FieldProps & { field: ObjectKind }) {
  const held = isPlainObject(value) ? value : {};
  const known = new Set(field.properties.map(([key]) => key));
  const others = Object.keys(held).filter((key) => !known.has(key));
  return (
    <div className={cx(depth > 0 && 'pb-1')}>
      {field.properties.map(([key, schema]) => (
        <Property
          key={key}
          name={key}
          parent={pointer}
          schema={schema}
          value={held[key]}
          depth={depth + 1}
          isRemovable={!field.required.has(key)}
        />
      ))}
      {others.map((key) => (
        <Property
          key={key}
          name={key}
          parent={pointer}
          schema={field.rest ?? OPEN}
          value={held[key]}
          depth={depth + 1}
          isRemovable
        />
      ))}
      {field.rest !== null && <AddKey parent={pointer} schema={field.rest} taken={Object.keys(held)} />}
    </div>
  );
}

const OPEN: JsonSchema = {};

interface PropertyProps {
  name: string;
  parent: Pointer;
  schema: JsonSchema;
  value: unknown;
  depth: number;
  isRemovable: boolean;
}

const Property = memo(function Property({ name, parent, schema, value, depth, isRemovable }: PropertyProps) {
  const { edit, root } = useForm();
  const pointer = childPointer(parent, name);
  if (value === undefined) {
    return (
      <div className="flex items-center gap-2 py-1.5">
        <span className="font-mono text-xs text-fg-2">{name}</span>
        <span className="min-w-0 truncate text-xs text-fg-3">{unsetText(simplify(schema, root))}</span>
        <Button
          size="sm"
          tone="ghost"
          className="ml-auto"
          aria-label={`Set ${name}`}
          onClick={() => edit(pointer, defaultValue(schema, root))}
        >
          Set
        </Button>
      </div>
    );
  }
  return (
    <Field
      schema={schema}
      pointer={pointer}
      value={value}
      label={name}
      depth={depth}
      actions={
        isRemovable && (
          <IconButton
            label={`Unset ${name}`}
            icon={<X aria-hidden size={13} />}
            className="size-5 opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100"
            onClick={() => edit(pointer, undefined)}
          />
        )
      }
    />
  );
});

function unsetText({ default: preset }: JsonSchema): string {
  return preset === undefined ? 'not set' : `not set, default ${previewOf(preset, 60)}`;
}

function AddKey({ parent, schema, taken }: { parent: Pointer; schema: JsonSchema; taken: string[] }) {
  const { edit, root } = useForm();
  const [key, setKey] = useState('');
  const isTaken = taken.includes(key);
  const add = () => {
    if (key === '' || isTaken) return;
    edit(childPointer(parent, key), defaultValue(schema, root));
    setKey('');
  };
  return (
    <div className="flex items-center gap-2 py-1.5">
      <input
        value={key}
        aria-label="New key"
        placeholder="new key"
        autoComplete="off"
        aria-invalid={isTaken}
        className={cx(INPUT_CLASS, 'max-w-44', isTaken ? 'border-fail' : 'border-control-line/60')}
        onChange={(event) => setKey(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          add();
        }}
      />
      <Button size="sm" icon={<Plus aria-hidden size={12} />} disabled={key === '' || isTaken} onClick={add}>
        Add key
      </Button>
      {isTaken && <span className="text-xs text-fail">There is one already</span>}
    </div>
  );
}
